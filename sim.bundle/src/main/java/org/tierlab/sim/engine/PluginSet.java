package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Evidence;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.policy.Standing;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.machine.Picoseconds;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.SourceMarks;
import org.tierlab.sim.migration.CopyStation;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.plugin.Plugins.Lease;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.result.Quarantined;

/**
 * The plug-ins that a run lists and those that are attached: the two differ while a service is away
 * or a plug-in is in quarantine. Changed at safe points only.
 */
final class PluginSet {
  /** A place in a list: what the experiment wants there, and who is there. */
  static final class Place {
    PluginSetting setting;
    @Nullable Attachment occupant;

    Place(PluginSetting setting) {
      this.setting = setting;
    }
  }

  private final Engine engine;
  private final Plugins plugins;
  private final Map<PluginKind, List<Place>> places = new TreeMap<>();
  private final List<Attachment> sources = new ArrayList<>();
  private final List<Attachment> policies = new ArrayList<>();
  private final List<Quarantined> quarantined = new ArrayList<>();
  private final Map<String, Participant> participants = new LinkedHashMap<>();
  private final Set<String> unattainable = new TreeSet<>();
  private @Nullable Attachment copyEngine;
  private int attachments;

  PluginSet(Engine engine, Plugins plugins) {
    this.engine = engine;
    this.plugins = plugins;
    places.put(PluginKind.SOURCE, new ArrayList<>());
    places.put(PluginKind.POLICY, new ArrayList<>());
    places.put(PluginKind.ENGINE, new ArrayList<>());
  }

  List<Attachment> sources() {
    return sources;
  }

  List<Attachment> policies() {
    return policies;
  }

  List<Place> places(PluginKind kind) {
    List<Place> list = places.get(kind);
    if (list == null) {
      throw new IllegalArgumentException("a " + kind.word() + " cannot be exchanged");
    }
    return list;
  }

  List<Quarantined> quarantined() {
    return List.copyOf(quarantined);
  }

  List<Participant> participants() {
    remember();
    return List.copyOf(participants.values());
  }

  List<String> names(PluginKind kind) {
    List<String> names = new ArrayList<>();
    for (Place place : places(kind)) {
      if (place.occupant != null) {
        names.add(place.setting.name());
      }
    }
    return names;
  }

  /** The attached plug-in of a name, a policy before a source before the engine. */
  @Nullable Attachment attached(String name) {
    for (PluginKind kind : List.of(PluginKind.POLICY, PluginKind.SOURCE, PluginKind.ENGINE)) {
      int index = find(kind, name);
      if (index >= 0 && places(kind).get(index).occupant != null) {
        return places(kind).get(index).occupant;
      }
    }
    return null;
  }

  /** What the run calls the occurrences of a plug-in, attached or not. */
  List<String> namesOf(PluginKind kind, String plugin) {
    List<String> names = new ArrayList<>();
    for (Place place : places(kind)) {
      if (place.setting.plugin().equals(plugin)) {
        names.add(place.setting.name());
      }
    }
    return names;
  }

  int find(PluginKind kind, String name) {
    List<Place> list = places(kind);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).setting.name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Puts a plug-in into a list and attaches it.
   *
   * @throws Plugins.UnknownPluginException if its service is not there; nothing has changed then
   * @throws org.tierlab.api.knob.KnobException if a knob is refused; nothing has changed then
   */
  void insert(PluginKind kind, int index, PluginSetting setting, String sha256) {
    Attachment coming = lease(kind, setting, sha256);
    Place place = new Place(setting);
    places(kind).add(index, place);
    occupy(kind, place, coming);
    if (coming.refused != null) {
      remove(kind, index);
      throw coming.refused;
    }
  }

  Attachment lease(PluginKind kind, PluginSetting setting, String sha256) {
    Lease lease = plugins.obtain(kind, setting.plugin(), sha256);
    try {
      Spec spec = specOf(kind, setting.name(), lease.instance());
      LiveKnobs<?> knobs = LiveKnobs.of(spec.knobs, setting.knobs());
      Attachment coming =
          new Attachment(kind, setting, lease, knobs, attachments++, engine.ledger());
      coming.evidence = kind == PluginKind.SOURCE ? spec.evidence : spec.needs;
      coming.standing = spec.standing;
      return coming;
    } catch (RuntimeException e) {
      lease.release().run();
      throw e;
    }
  }

  /** What a plug-in says of itself, without an attachment that could be held responsible. */
  private static Spec specOf(PluginKind kind, String name, Object plugin) {
    try {
      if (plugin instanceof HotnessSource source) {
        return new Spec(source.spec().knobs(), source.spec().evidence());
      }
      if (plugin instanceof PromotionPolicy policy) {
        PolicySpec spec = policy.spec();
        return new Spec(spec.knobs(), Set.of(), spec.needs(), spec.standing());
      }
      return new Spec(((CopyEngine) plugin).spec().knobs(), Set.of());
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new IllegalArgumentException(
          kind.word() + " '" + name + "' " + Guard.describe(e) + " when asked for its spec", e);
    }
  }

  void occupy(PluginKind kind, Place place, Attachment coming) {
    place.occupant = coming;
    refresh();
    Object plugin = coming.lease().instance();
    engine
        .guard()
        .call(
            coming,
            () -> {
              try {
                attach(kind, plugin, coming);
              } catch (KnobException e) {
                coming.refused = e;
                throw e;
              }
            });
  }

  private void attach(PluginKind kind, Object plugin, Attachment coming) {
    switch (kind) {
      case SOURCE -> ((HotnessSource) plugin).attach(new SourceAttachment(engine, coming));
      case POLICY -> ((PromotionPolicy) plugin).attach(new PolicyAttachment(engine, coming));
      case ENGINE -> ((CopyEngine) plugin).attach(new PluginContext(engine, coming));
      case WORKLOAD -> throw new IllegalStateException("a workload is not attached");
    }
  }

  /** Takes the occupant of a place out of the run. Calls no plug-in. */
  void vacate(Place place) {
    Attachment leaving = place.occupant;
    if (leaving == null) {
      return;
    }
    remember();
    place.occupant = null;
    // A knob that was set while the run went on holds for the instance that comes back.
    place.setting = place.setting.withKnobs(leaving.knobValues());
    leaving.detached();
    for (SimKthread thread : leaving.kthreads) {
      thread.detach();
    }
    for (SimCandidates queue : leaving.queues) {
      queue.drop();
    }
    engine.population().removeTaskWork(leaving);
    refresh();
    for (Attachment source : sources) {
      source.feedback.forget(engine.guard(), source, leaving);
    }
    List<SourceMarks> others = new ArrayList<>();
    for (Attachment source : sources) {
      others.add(source.marks);
    }
    for (AddressSpace mm : engine.population().allAddressSpaces()) {
      leaving.marks.clearAll(mm, others);
    }
    if (leaving.feed != null) {
      engine.store().close(leaving.feed);
    }
    leaving.closeShadow();
    leaving.lease().release().run();
  }

  void remove(PluginKind kind, int index) {
    vacate(places(kind).get(index));
    places(kind).remove(index);
    refresh();
  }

  /** The lists were put into another order. */
  void reordered() {
    refresh();
  }

  /** Derives the lists that the hot paths read. */
  private void refresh() {
    sources.clear();
    policies.clear();
    for (Place place : places(PluginKind.SOURCE)) {
      if (place.occupant != null) {
        sources.add(place.occupant);
      }
    }
    for (Place place : places(PluginKind.POLICY)) {
      if (place.occupant != null) {
        place.occupant.precedence(policies.size());
        policies.add(place.occupant);
      }
    }
    engine.watchAccesses();
    copyEngine = null;
    for (Place place : places(PluginKind.ENGINE)) {
      copyEngine = place.occupant;
    }
    Attachment present = copyEngine;
    if (present == null) {
      engine.station().engine(null, null);
    } else {
      engine.station().engine((CopyEngine) present.lease().instance(), contain(present));
    }
  }

  /** A process has exited: nothing is kept of it. */
  void exited(AddressSpace mm) {
    for (Attachment source : sources) {
      source.marks.forget(mm);
    }
  }

  /** A migration has lost the PROT_NONE mark of a page. */
  void lostMark(AddressSpace mm, long page) {
    for (Attachment source : sources) {
      source.marks.testAndClear(mm, page);
    }
  }

  /** Names of the bounds that have taken part. */
  List<String> unattainable() {
    return List.copyOf(unattainable);
  }

  private CopyStation.EngineCall contain(Attachment plugin) {
    int batches = plugin.statSlot("batches");
    int copiedBytes = plugin.statSlot("copied_bytes");
    int copy = plugin.statSlot("copy_ns");
    int first = plugin.statSlot("first_folio_ns");
    int last = plugin.statSlot("last_folio_ns");
    return new CopyStation.EngineCall() {
      @Override
      public boolean call(Runnable code) {
        return engine.guard().call(plugin, code);
      }

      @Override
      public void broken(String why) {
        plugin.fail(why);
      }

      @Override
      public void timed(long bytes, double copyNs, long firstPs, long lastPs) {
        engine.ledger().add(batches, 1);
        engine.ledger().add(copiedBytes, bytes);
        engine.ledger().add(copy, Picoseconds.round(copyNs));
        engine.ledger().add(first, Picoseconds.toNs(firstPs));
        engine.ledger().add(last, Picoseconds.toNs(lastPs));
      }
    };
  }

  /** Names a plug-in that has failed. */
  void quarantined(Attachment failed) {
    quarantined.add(
        new Quarantined(
            failed.kind().word(), failed.name(), engine.nowPs() / 1000, failed.failure()));
  }

  /** Takes plug-ins that have failed out of the run. */
  boolean quarantineFailed() {
    boolean any = false;
    for (List<Place> list : places.values()) {
      for (Place place : list) {
        Attachment occupant = place.occupant;
        if (occupant != null && occupant.failed()) {
          quarantined(occupant);
          vacate(place);
          any = true;
        }
      }
    }
    return any;
  }

  /**
   * Refuses lists in which a policy needs evidence that no source provides.
   *
   * @throws IllegalArgumentException naming both
   */
  void requireEvidence(List<PluginSetting> sourceList, List<PluginSetting> policyList) {
    Map<String, Set<Evidence>> given = new LinkedHashMap<>();
    for (PluginSetting source : sourceList) {
      given.put(source.name(), specOf(PluginKind.SOURCE, source).evidence());
    }
    Map<String, Set<Evidence>> needed = new LinkedHashMap<>();
    for (PluginSetting policy : policyList) {
      needed.put(policy.name(), specOf(PluginKind.POLICY, policy).needs());
    }
    String missing = missing(given, needed);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(missing);
    }
  }

  /** The evidence that attached policies lack at present, in words; empty if none. */
  String missingEvidence() {
    Map<String, Set<Evidence>> given = new LinkedHashMap<>();
    for (Attachment source : sources) {
      given.put(source.name(), source.evidence);
    }
    Map<String, Set<Evidence>> needed = new LinkedHashMap<>();
    for (Attachment policy : policies) {
      needed.put(policy.name(), policy.evidence);
    }
    return missing(given, needed);
  }

  private static String missing(
      Map<String, Set<Evidence>> given, Map<String, Set<Evidence>> needed) {
    for (Map.Entry<String, Set<Evidence>> policy : needed.entrySet()) {
      for (Evidence need : new TreeSet<>(policy.getValue())) {
        if (given.values().stream().noneMatch(evidence -> evidence.contains(need))) {
          String who =
              switch (given.size()) {
                case 0 -> "and the run has no source";
                case 1 -> "which source '" + given.keySet().iterator().next() + "' cannot give";
                default -> "which none of the sources " + given.keySet() + " can give";
              };
          return "policy '" + policy.getKey() + "' needs " + words(need) + ", " + who;
        }
      }
    }
    return "";
  }

  private record Spec(
      Class<? extends Record> knobs,
      Set<Evidence> evidence,
      Set<Evidence> needs,
      Standing standing) {
    Spec(Class<? extends Record> knobs, Set<Evidence> evidence) {
      this(knobs, evidence, Set.of(), Standing.ATTAINABLE);
    }
  }

  private Spec specOf(PluginKind kind, PluginSetting setting) {
    Lease lease = plugins.obtain(kind, setting.plugin());
    try {
      return specOf(kind, setting.name(), lease.instance());
    } finally {
      lease.release().run();
    }
  }

  private static String words(Evidence need) {
    return switch (need) {
      case HINT_FAULT -> "hint faults";
      case ACCESSING_NODE -> "the accessing node";
      case ACCESS_TIME -> "the time of an access";
      case ACCESS_COUNT -> "access counts";
    };
  }

  /** Notes who takes part, for the result; a later instance of a name replaces the earlier. */
  private void remember() {
    for (Map.Entry<PluginKind, List<Place>> entry : places.entrySet()) {
      for (Place place : entry.getValue()) {
        Attachment occupant = place.occupant;
        if (occupant != null && occupant.refused == null) {
          note(entry.getKey(), occupant);
        }
      }
    }
  }

  private void note(PluginKind kind, Attachment occupant) {
    if (occupant.standing == Standing.BOUND) {
      unattainable.add(occupant.name());
    }
    participants.put(
        kind.word() + ':' + occupant.name() + ':' + occupant.lease().provenance().sha256(),
        new Participant(
            kind.word(),
            occupant.name(),
            occupant.setting().plugin(),
            occupant.knobValues(),
            occupant.lease().provenance(),
            Map.of()));
  }

  /** The occupant that holds an instance, with its place. */
  @Nullable Place placeOf(Object instance) {
    for (List<Place> list : places.values()) {
      for (Place place : list) {
        if (place.occupant != null && place.occupant.lease().instance() == instance) {
          return place;
        }
      }
    }
    return null;
  }

  /** Gives all instances back: the run is over. */
  void releaseAll() {
    for (List<Place> list : places.values()) {
      for (Place place : list) {
        if (place.occupant != null) {
          place.occupant.detached();
          place.occupant.closeShadow();
          place.occupant.lease().release().run();
          place.occupant = null;
        }
      }
    }
  }
}

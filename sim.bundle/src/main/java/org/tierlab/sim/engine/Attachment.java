package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Evidence;
import org.tierlab.api.hotness.HintFaultHandler;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.policy.AccessListener;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultListener;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.PressureHandler;
import org.tierlab.api.policy.Standing;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.hotness.HotnessStore;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.memory.SourceMarks;
import org.tierlab.sim.migration.PlanOwner;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins.Lease;

/** A plug-in that takes part in the run, with everything that it has registered. */
final class Attachment implements PlanOwner {
  private final PluginKind kind;
  private final PluginSetting setting;
  private final Lease lease;
  private final Ledger ledger;
  private final LiveKnobs<?> knobs;
  private final int number;
  private final int[] outcomeSlots = new int[MigrationOutcome.values().length];

  /** Events of a source; none of another plug-in. */
  final int eventsSlot;

  private final int promotedSlot;
  private final int demotedSlot;
  final SourceMarks marks = new SourceMarks();
  final List<SimKthread> kthreads = new ArrayList<>();
  final List<SimCandidates> queues = new ArrayList<>();
  @Nullable HintFaultHandler hintFault;
  Monitors.@Nullable Sampling sampling;
  final List<Monitors.Device> devices = new ArrayList<>();
  final Feedback feedback = new Feedback();
  @Nullable FaultDecision decision;
  @Nullable FaultListener faultListener;
  @Nullable PressureHandler pressure;
  private long[] pressureBelow = {};
  HotnessStore.@Nullable Feed feed;
  @Nullable AccessListener accessListener;
  @Nullable ShadowWorkloads shadow;
  final FirstTouchPlan firstTouch = new FirstTouchPlan();

  /** Whether a real kernel could run it. */
  Standing standing = Standing.ATTAINABLE;

  /** Why it did not attach: a combination of knobs that it does not take. */
  @Nullable KnobException refused;

  /** What a source provides, or what a policy needs. */
  Set<Evidence> evidence = Set.of();

  private int precedence;
  private @Nullable String failure;
  private boolean attached = true;

  Attachment(
      PluginKind kind,
      PluginSetting setting,
      Lease lease,
      LiveKnobs<?> knobs,
      int number,
      Ledger ledger) {
    this.kind = kind;
    this.setting = setting;
    this.lease = lease;
    this.knobs = knobs;
    this.number = number;
    this.ledger = ledger;
    for (MigrationOutcome outcome : MigrationOutcome.values()) {
      if (kind == PluginKind.POLICY) {
        outcomeSlots[index(outcome)] =
            statSlot("folios." + outcome.name().toLowerCase(Locale.ROOT));
      }
    }
    eventsSlot = kind == PluginKind.SOURCE ? statSlot("events") : -1;
    promotedSlot = kind == PluginKind.POLICY ? statSlot("promoted_pages") : -1;
    demotedSlot = kind == PluginKind.POLICY ? statSlot("demoted_pages") : -1;
  }

  /** A statistic of this plug-in's name; later instances of the name go on with it. */
  int statSlot(String name) {
    return ledger.slot("plugin", kind.word() + ':' + setting.name() + ':' + name);
  }

  void pressureBelow(int node, long pages) {
    if (node >= pressureBelow.length) {
      pressureBelow = Arrays.copyOf(pressureBelow, node + 1);
    }
    pressureBelow[node] = pages;
  }

  long pressureBelow(int node) {
    return node < pressureBelow.length ? pressureBelow[node] : 0;
  }

  PluginKind kind() {
    return kind;
  }

  PluginSetting setting() {
    return setting;
  }

  String name() {
    return setting.name();
  }

  Lease lease() {
    return lease;
  }

  LiveKnobs<?> knobs() {
    return knobs;
  }

  Map<String, Object> knobValues() {
    return knobs.values();
  }

  /** Its number in the run, in order of attachment. */
  int number() {
    return number;
  }

  void fail(String why) {
    if (failure == null) {
      failure = why;
    }
  }

  boolean failed() {
    return failure != null;
  }

  String failure() {
    return failure == null ? "" : failure;
  }

  boolean attached() {
    return attached;
  }

  void detached() {
    attached = false;
  }

  /** Gives the second instance of the workload back, if it had one. */
  void closeShadow() {
    ShadowWorkloads open = shadow;
    if (open != null) {
      shadow = null;
      open.close();
    }
  }

  void precedence(int place) {
    precedence = place;
  }

  @Override
  public int precedence() {
    return precedence;
  }

  @Override
  public void count(MigrationOutcome outcome, long promotedPages, long demotedPages) {
    if (kind != PluginKind.POLICY) {
      throw new IllegalStateException(name() + " migrates, but is a " + kind.word());
    }
    ledger.add(outcomeSlots[index(outcome)], 1);
    countPages(promotedPages, demotedPages);
  }

  @SuppressWarnings("EnumOrdinal") // An index in an array of this class's own.
  private static int index(MigrationOutcome outcome) {
    return outcome.ordinal();
  }

  /** Counts pages that came to another tier, however. */
  @Override
  public void countPages(long promotedPages, long demotedPages) {
    ledger.add(promotedSlot, promotedPages);
    ledger.add(demotedSlot, demotedPages);
  }
}

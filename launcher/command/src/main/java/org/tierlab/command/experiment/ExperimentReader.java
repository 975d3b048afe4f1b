package org.tierlab.command.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.experiment.ScriptedChange.AtShare;
import org.tierlab.sim.experiment.ScriptedChange.AtStep;
import org.tierlab.sim.experiment.ScriptedChange.AtTime;
import org.tierlab.sim.experiment.ScriptedChange.Moment;
import org.tierlab.sim.experiment.WorkloadSetting;
import org.tierlab.sim.plugin.PluginKind;

/** Reads experiments, checking every key and knob. */
public final class ExperimentReader {

  private static final String DEFAULT_ENGINE = "kernel";

  private final PluginCatalogue catalogue;

  /**
   * Reads experiments that use some plug-ins.
   *
   * @param catalogue what experiments can name
   */
  public ExperimentReader(PluginCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Reads a file.
   *
   * @param file the experiment
   * @param overrides applied in order
   * @return the plan
   * @throws ExperimentException if anything is wrong with it
   */
  public ExperimentPlan read(Path file, List<KeyOverride> overrides) {
    return read(file, overrides, null, List.of());
  }

  /**
   * Reads a variant of a file.
   *
   * @param file the experiment
   * @param overrides applied in order, before the variant's own values
   * @param variant one of {@link #variants}, null for the experiment itself
   * @param more applied in order, after the variant's own values
   * @return the plan
   * @throws ExperimentException if anything is wrong with it
   */
  public ExperimentPlan read(
      Path file, List<KeyOverride> overrides, @Nullable String variant, List<KeyOverride> more) {
    ConfigNode root = node(file);
    Keys values = variant == null ? null : ExperimentVariants.of(root).get(variant);
    return read(root, baseName(file), folder(file), overrides, values, more);
  }

  /**
   * The variants that a file lists.
   *
   * @param file the experiment
   * @return their names in order, none if it lists none
   * @throws ExperimentException if the file cannot be read or they are no variants
   */
  public List<String> variants(Path file) {
    return List.copyOf(ExperimentVariants.of(node(file)).keySet());
  }

  /**
   * The columns that a file lists.
   *
   * @param file the experiment
   * @return paths by label in order, none if it lists none
   * @throws ExperimentException if the file cannot be read or they are no columns
   */
  public Map<String, String> columns(Path file) {
    return ExperimentVariants.columns(node(file));
  }

  private static ConfigNode node(Path file) {
    try {
      return ExperimentFiles.read(file, file.toString());
    } catch (IOException e) {
      throw ExperimentException.at(
          new Place(file.toString()), "cannot be read: " + ExperimentFiles.reason(e));
    }
  }

  /**
   * Reads text, for example what {@link ExperimentDocument} wrote.
   *
   * @param text YAML or JSON
   * @param shownName the text's name for messages
   * @param folder where input files are looked up
   * @return the plan
   * @throws ExperimentException if anything is wrong with it
   */
  public ExperimentPlan read(String text, String shownName, Path folder) {
    return read(YamlTree.ofFile(text, shownName), shownName, folder, List.of(), null, List.of());
  }

  /**
   * Reads text with other values for some keys.
   *
   * @param text YAML or JSON
   * @param shownName the text's name for messages
   * @param folder where input files are looked up
   * @param overrides applied in order
   * @return the plan
   * @throws ExperimentException if anything is wrong with it
   */
  public ExperimentPlan read(
      String text, String shownName, Path folder, List<KeyOverride> overrides) {
    return read(YamlTree.ofFile(text, shownName), shownName, folder, overrides, null, List.of());
  }

  private ExperimentPlan read(
      ConfigNode root,
      String defaultName,
      Path folder,
      List<KeyOverride> overrides,
      @Nullable Keys variant,
      List<KeyOverride> more) {
    if (root instanceof Keys keys) {
      keys.remove(ExperimentKeys.VARIANTS.name());
      keys.remove(ExperimentKeys.COLUMNS.name());
      MachineReader.include(keys, folder);
      DamoFile.expand(keys, folder);
      overrides.forEach(override -> Overrides.apply(keys, override));
      if (variant != null) {
        ExperimentVariants.apply(keys, variant);
      }
      more.forEach(override -> Overrides.apply(keys, override));
      MachineReader.include(keys, folder);
      MachineKnobs.move(keys);
      DamoFile.expand(keys, folder);
    }
    return plan(MappingReader.of(root, "", ExperimentKeys.EXPERIMENT), defaultName, folder);
  }

  private ExperimentPlan plan(MappingReader keys, String defaultName, Path folder) {
    boolean isNamed = keys.section(ExperimentKeys.TITLE) != null;
    Lists lists = new Lists(keys, null);
    PhaseKnobs phase = lists.phase();
    Experiment experiment =
        new Experiment(
            isNamed ? keys.value(ExperimentKeys.TITLE) : defaultName,
            MachineReader.read(keys.requiredSection(ExperimentKeys.MACHINE)),
            workloads(keys.requiredSection(ExperimentKeys.WORKLOAD)),
            phase.settings(lists.sources),
            phase.settings(lists.policies),
            lists.engine == null ? null : phase.setting(lists.engine),
            keys.value(ExperimentKeys.SEED),
            swaps(keys, lists, phase),
            keys.value(ExperimentKeys.LIMIT),
            folder,
            new OracleSetting(
                keys.value(ExperimentKeys.ORACLE), keys.value(ExperimentKeys.ORACLE_EPOCH)),
            keys.value(ExperimentKeys.MODE));
    return new ExperimentPlan(experiment, keys.value(ExperimentKeys.RUNS).intValue());
  }

  private List<WorkloadSetting> workloads(ConfigNode node) {
    String path = ExperimentKeys.WORKLOAD.name();
    if (!(node instanceof Items list)) {
      return List.of(workload(node, path));
    }
    if (list.items().isEmpty()) {
      throw ExperimentException.at(
          node.place(),
          "key '" + path + "' is an empty list, expected " + ExperimentKeys.WORKLOAD.expected());
    }
    List<WorkloadSetting> workloads = new ArrayList<>();
    for (ConfigNode item : list.items()) {
      workloads.add(workload(item, MappingReader.join(path, workloads.size())));
    }
    return workloads;
  }

  private WorkloadSetting workload(ConfigNode node, String path) {
    PluginDraft draft =
        PluginDraft.read(
            node,
            path,
            PluginKind.WORKLOAD,
            catalogue,
            ExperimentKeys.BESIDE_WORKLOADS.stream().map(Key::name).toList());
    List<PluginDraft> alone = List.of(draft);
    return new WorkloadSetting(
        PhaseKnobs.of(alone, List.of(), alone).setting(draft),
        beside(node, path, ExperimentKeys.SCAN_SCALE).intValue(),
        beside(node, path, ExperimentKeys.START));
  }

  private static <T> T beside(ConfigNode workload, String path, Key.Single<T> key) {
    ConfigNode node = workload instanceof Keys keys ? keys.values().get(key.name()) : null;
    return node == null
        ? key.defaultValue()
        : MappingReader.single(node, MappingReader.join(path, key.name()), key.type());
  }

  private List<ScriptedChange> swaps(MappingReader root, Lists first, PhaseKnobs firstPhase) {
    List<ScriptedChange> changes = new ArrayList<>();
    Lists lists = first;
    PhaseKnobs phase = firstPhase;
    for (ConfigNode item : root.items(ExperimentKeys.SWAPS)) {
      String path = MappingReader.join(root.path(ExperimentKeys.SWAPS), changes.size());
      MappingReader keys = MappingReader.of(item, path, ExperimentKeys.SWAP_KEYS);
      Moment at = keys.value(ExperimentKeys.AT);
      checkOrder(keys, at, changes);
      Lists next = new Lists(keys, lists);
      PhaseKnobs nextPhase = next.phase();
      changes.add(change(at, lists, phase, next, nextPhase));
      lists = next;
      phase = nextPhase;
    }
    return changes;
  }

  /** Lists that a swap does not name are part of it if a shared knob changes in them. */
  private static ScriptedChange change(
      Moment at, Lists before, PhaseKnobs phase, Lists after, PhaseKnobs nextPhase) {
    List<PluginSetting> sources = nextPhase.settings(after.sources);
    List<PluginSetting> policies = nextPhase.settings(after.policies);
    PluginSetting engine = after.engine == null ? null : nextPhase.setting(after.engine);
    PluginSetting engineBefore = before.engine == null ? null : phase.setting(before.engine);
    boolean sameEngine = !after.listsEngine && Objects.equals(engine, engineBefore);
    return new ScriptedChange(
        at,
        !after.listsSources && sources.equals(phase.settings(before.sources)) ? null : sources,
        !after.listsPolicies && policies.equals(phase.settings(before.policies)) ? null : policies,
        sameEngine ? null : engine);
  }

  private static void checkOrder(MappingReader keys, Moment at, List<ScriptedChange> earlier) {
    if (earlier.isEmpty()) {
      return;
    }
    Moment last = earlier.get(earlier.size() - 1).at();
    boolean isLate =
        (last instanceof AtTime one && at instanceof AtTime other && other.ns() <= one.ns())
            || (last instanceof AtShare part
                && at instanceof AtShare otherPart
                && otherPart.share() <= part.share())
            || (last instanceof AtStep step
                && at instanceof AtStep otherStep
                && otherStep.step() < step.step());
    if (isLate) {
      throw ExperimentException.value(
          keys.place(ExperimentKeys.AT),
          keys.path(ExperimentKeys.AT),
          String.valueOf(ExperimentKeys.AT.type().write(at)),
          "a moment after '" + ExperimentKeys.AT.type().write(last) + "' of the swap before");
    }
  }

  private static String baseName(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return folder == null ? Path.of("/") : folder;
  }

  /** The plug-ins of a phase as the experiment names them. */
  private final class Lists {
    private final List<PluginDraft> sources;
    private final List<PluginDraft> policies;
    private final @Nullable PluginDraft engine;
    private final boolean listsSources;
    private final boolean listsPolicies;
    private final boolean listsEngine;

    Lists(MappingReader keys, @Nullable Lists before) {
      listsSources = before == null || keys.section(ExperimentKeys.SOURCES) != null;
      listsPolicies = before == null || keys.section(ExperimentKeys.POLICIES) != null;
      listsEngine = before == null || keys.section(ExperimentKeys.ENGINE) != null;
      if (!listsSources && !listsPolicies && !listsEngine) {
        throw ExperimentException.at(
            keys.place(), "the swap changes nothing, expected sources, policies or engine");
      }
      this.sources =
          before != null && !listsSources
              ? before.sources
              : list(keys, ExperimentKeys.SOURCES, PluginKind.SOURCE);
      this.policies =
          before != null && !listsPolicies
              ? before.policies
              : list(keys, ExperimentKeys.POLICIES, PluginKind.POLICY);
      this.engine = before != null && !listsEngine ? before.engine : engine(keys, before == null);
    }

    private List<PluginDraft> list(MappingReader keys, Key.Section key, PluginKind kind) {
      List<PluginDraft> drafts = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (ConfigNode item : keys.items(key)) {
        String path = MappingReader.join(keys.path(key), drafts.size());
        PluginDraft draft = PluginDraft.read(item, path, kind, catalogue, List.of());
        if (!names.add(draft.name())) {
          throw ExperimentException.value(
              item.place(),
              path,
              draft.name(),
              "each "
                  + kind.word()
                  + " once; one that is listed again needs a name of its own in 'as'");
        }
        drafts.add(draft);
      }
      return List.copyOf(drafts);
    }

    private @Nullable PluginDraft engine(MappingReader keys, boolean mayBeNone) {
      ConfigNode node = keys.section(ExperimentKeys.ENGINE);
      if (node == null) {
        node = new Scalar(DEFAULT_ENGINE, keys.place());
      }
      boolean isNone = node instanceof Scalar name && name.text().equals(ExperimentKeys.NO_ENGINE);
      return mayBeNone && isNone
          ? null
          : PluginDraft.read(
              node, keys.path(ExperimentKeys.ENGINE), PluginKind.ENGINE, catalogue, List.of());
    }

    /** The knobs of the phase that begins when these lists follow others. */
    PhaseKnobs phase() {
      List<PluginDraft> listed = new ArrayList<>();
      List<PluginDraft> staying = new ArrayList<>();
      List<PluginDraft> all = new ArrayList<>(sources);
      (listsSources ? listed : staying).addAll(sources);
      all.addAll(policies);
      (listsPolicies ? listed : staying).addAll(policies);
      if (engine != null) {
        all.add(engine);
        (listsEngine ? listed : staying).add(engine);
      }
      return PhaseKnobs.of(listed, staying, all);
    }
  }
}

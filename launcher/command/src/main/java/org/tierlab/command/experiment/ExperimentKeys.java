package org.tierlab.command.experiment;

import java.util.List;
import org.tierlab.command.experiment.Key.Section;
import org.tierlab.command.experiment.Key.Single;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.ScriptedChange.Moment;

/** The keys of an experiment besides knobs: what reader, writer and schema agree on. */
final class ExperimentKeys {

  static final String NAME = "name";

  /** Gives a source or policy a name of its own. */
  static final String AS = "as";

  static final String AS_ABOUT =
      "What the run calls it, its own name if absent: a plug-in may be listed more than once.";

  static final String AS_EXPECTED = "a name of letters, digits, - and _";

  /** Stands for the copy engine of an experiment without one. */
  static final String NO_ENGINE = "none";

  /** Stands for the file's name, which is not known here. */
  private static final String FILE_NAME = "the file's name";

  static final Single<String> TITLE =
      new Single<>(NAME, ValueTypes.TEXT, FILE_NAME, "What tables call the experiment.");
  static final Section MACHINE =
      new Section(
          "machine",
          true,
          "a machine, or the name of one",
          "The machine: its keys, or the name of a description, which is a file beside this one or"
              + " one that comes with Tierlab.");
  static final Section WORKLOAD =
      new Section(
          "workload",
          true,
          "a workload's name, its name and knobs, or a list of such",
          "The workload: its name, or its name and knobs; a list for several that run beside each"
              + " other.");
  static final Section SOURCES =
      new Section(
          "sources",
          false,
          "a list of hotness sources",
          "The hotness sources, each its name, or its name and knobs.");
  static final Section POLICIES =
      new Section(
          "policies",
          false,
          "a list of policies",
          "The policies in order of precedence, each its name, or its name and knobs.");
  static final Section ENGINE =
      new Section(
          "engine",
          false,
          "a copy engine's name, or its name and knobs",
          "The copy engine: its name, or its name and knobs; none for a machine that copies"
              + " nothing; kernel if absent.");
  static final Single<Long> SEED =
      new Single<>(
          "seed",
          ValueTypes.whole(0, Long.MAX_VALUE),
          "1",
          "What all random streams of the first run are split from; further runs count up.");
  static final Single<Long> RUNS =
      new Single<>("runs", ValueTypes.whole(1, 10_000), "1", "How many runs, one seed each.");
  static final Section VARIANTS =
      new Section(
          "variants",
          false,
          "variants by name, each with keys and their values",
          "What compare compares: by name, other values for some keys, which may be paths with"
              + " dots. Of no meaning for a run.");
  static final Section COLUMNS =
      new Section(
          "columns",
          false,
          "paths of the result document by label",
          "Figures that compare shows beside the run time: by label, a path of the result document"
              + " such as vmstat.pgmigrate_success, or several with + between. Of no meaning for a"
              + " run.");
  static final Section SWAPS =
      new Section(
          "swaps",
          false,
          "a list of swaps",
          "What is exchanged while the workload runs, in order of time.");
  static final Single<Long> LIMIT =
      new Single<>(
          "limit", ValueTypes.LIMIT, "none", "Simulated time at which a run ends at the latest.");

  static final Single<OracleSetting.When> ORACLE =
      new Single<>(
          "oracle",
          ValueTypes.word(OracleSetting.When.class),
          "auto",
          "Whether the oracle bound is told, which takes a second pass over the accesses: auto for"
              + " runs of up to 67108864 accesses.");
  static final Single<Long> ORACLE_EPOCH =
      new Single<>(
          "oracle_epoch",
          ValueTypes.whole(0, 1L << 28),
          "0",
          "Accesses of an epoch of the oracle bound; 0 for 16 times the pages of the fast tier,"
              + " at least 65536.");

  static final Single<AccessMode> MODE =
      new Single<>(
          "mode",
          ValueTypes.word(AccessMode.class),
          "exact",
          "How accesses are made: one by one, or drawn from the law that the workload states.");

  static final List<Key> EXPERIMENT =
      List.of(
          TITLE,
          MACHINE,
          WORKLOAD,
          SOURCES,
          POLICIES,
          ENGINE,
          SEED,
          RUNS,
          SWAPS,
          LIMIT,
          ORACLE,
          ORACLE_EPOCH,
          MODE,
          VARIANTS,
          COLUMNS);

  static final Single<String> MACHINE_NAME =
      new Single<>(NAME, ValueTypes.TEXT, "machine", "What tables call the machine.");
  static final Section NODES =
      new Section("nodes", true, "a list of nodes", "The memory nodes, numbered from 0.");
  static final Single<Long> WATERMARK_SCALE_FACTOR =
      new Single<>(
          "watermark_scale_factor",
          ValueTypes.whole(1, 3000),
          "10",
          "vm.watermark_scale_factor: the distance between watermarks in 1/10000 of a node.");
  static final Section DISTANCES =
      new Section(
          "distances",
          false,
          "a list of rows of distances",
          "SLIT distances, one row a node; 10 to itself and 20 to others if absent.");
  static final Section COSTS =
      new Section("costs", false, "costs by name", "What kernel work costs on this machine.");

  static final Section HYPOTHESES =
      new Section(
          "hypotheses",
          false,
          "hypotheses by name",
          "What else may explain run times on this machine; all off if absent.");

  static final Section BASE =
      new Section(
          "base",
          false,
          "the name of a machine description",
          "The description on which the other keys of this machine are laid.");
  static final Section MACHINE_ABOUT =
      new Section("about", false, "a sentence", "What machine a description describes.");
  static final Section MACHINE_PLUGINS =
      new Section(
          "plugins",
          false,
          "knobs by kind and name of plug-ins",
          "Values that knobs have on this machine where an experiment gives no other.");

  static final List<Key> MACHINE_KEYS =
      List.of(MACHINE_NAME, NODES, WATERMARK_SCALE_FACTOR, DISTANCES, COSTS, HYPOTHESES);

  static final Single<NodeSpec.Kind> NODE_KIND =
      new Single<>("kind", ValueTypes.word(NodeSpec.Kind.class), "", "What the node is made of.");
  static final Single<Long> CAPACITY = new Single<>("capacity", ValueTypes.SIZE, "", "Its size.");
  static final Single<Double> LATENCY =
      new Single<>(
          "latency", ValueTypes.LATENCY, "", "Idle latency of a miss from the nearest CPUs.");
  static final Single<Double> BANDWIDTH =
      new Single<>("bandwidth", ValueTypes.RATE, "", "Peak bandwidth.");
  static final Single<Long> CPUS =
      new Single<>("cpus", ValueTypes.whole(0, 1024), "0", "CPUs that belong to it.");

  static final List<Key> NODE_KEYS = List.of(NODE_KIND, CAPACITY, LATENCY, BANDWIDTH, CPUS);

  static final ValueType<Long> DISTANCE = ValueTypes.whole(10, 254);

  static final Single<Moment> AT =
      new Single<>(
          "at",
          ValueTypes.MOMENT,
          "",
          "When: a simulated time, or a share of the workload's accesses.");
  static final List<Key> SWAP_KEYS = List.of(AT, SOURCES, POLICIES, ENGINE);

  /** Taken beside the knobs of any workload. */
  static final Single<Long> SCAN_SCALE =
      new Single<>(
          "pte_a_scan_scale",
          ValueTypes.whole(-1, 10),
          "-1",
          "PR_SET_PTE_A_SCAN_SCALE of every process; -1 for never set.");

  /** Taken beside the knobs of any workload. */
  static final Single<Long> START =
      new Single<>("start", ValueTypes.TIME, "0 s", "When the workload starts, simulated time.");

  static final List<Single<Long>> BESIDE_WORKLOADS = List.of(SCAN_SCALE, START);

  private ExperimentKeys() {}
}

package org.tierlab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.workload.Access;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.recording.Recorder;
import org.tierlab.sim.recording.RecordingSetting;
import org.tierlab.sim.result.RunResult;

/**
 * What one access costs in exact mode, beside a bare loop that does the same page-table update for
 * the same pre-generated pages over flat arrays. Nanoseconds per access; compare the ratios.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExactPath {
  private static final int ACCESSES = 1 << 30;
  private static final int GENERATED = 1 << 20;

  /** Size of the mapping. */
  @Param({"1", "8", "64"})
  public int gib;

  /** How pages are drawn: every page alike, or the n-th in proportion to 1/n. */
  @Param({"uniform", "zipf"})
  public String law = "uniform";

  /**
   * Where the memory starts: on node 0, where mechanisms want it, so that watching is measured, or
   * on node 1, from which all of it is promoted.
   */
  @Param("0")
  public int node;

  private int[] pages;
  private long[] packed;

  /** Draws the pages. */
  @Setup
  public void generate() {
    int footprint = gib << 18;
    SplittableRandom random = new SplittableRandom(1);
    pages = new int[GENERATED];
    packed = new long[GENERATED];
    for (int i = 0; i < GENERATED; i++) {
      pages[i] = law.equals("zipf") ? zipf(random, footprint) : random.nextInt(footprint);
      packed[i] = Access.of(pages[i], false, 0);
    }
  }

  /** Ranks are spread over the footprint, a power of two, by an odd factor. */
  private static int zipf(SplittableRandom random, int footprint) {
    long rank = (long) StrictMath.exp(random.nextDouble() * StrictMath.log(footprint)) - 1;
    return (int) (rank * 0x9E3779B1L & footprint - 1);
  }

  /**
   * The bare loop.
   *
   * @return the time that the accesses take
   */
  @Benchmark
  @OperationsPerInvocation(ACCESSES)
  public long a_bareLoop() {
    byte[] entries = new byte[gib << 18];
    java.util.Arrays.fill(entries, (byte) (1 << 4));
    long[] latency = {125_000, 275_000, 0, 0, 0, 0, 0, 0};
    long now = 0;
    for (int round = 0; round < ACCESSES / GENERATED; round++) {
      for (int page : pages) {
        int entry = entries[page];
        entries[page] = (byte) (entry | 1);
        now += latency[(entry >> 4) & 7];
      }
    }
    return now;
  }

  /**
   * The simulator without plug-ins.
   *
   * @return the result
   * @throws IOException never
   */
  @Benchmark
  @OperationsPerInvocation(ACCESSES)
  public RunResult b_noPlugins() throws IOException {
    return run(List.of(), List.of());
  }

  /**
   * Accessed-bit scanning, promotion on access, kernel copies.
   *
   * @return the result
   * @throws IOException never
   */
  @Benchmark
  @OperationsPerInvocation(ACCESSES)
  public RunResult c_abit() throws IOException {
    return run(List.of(PluginSetting.of("abit")), List.of(PluginSetting.of("promote-on-access")));
  }

  /**
   * NUMA balancing in tiering mode, kernel copies.
   *
   * @return the result
   * @throws IOException never
   */
  @Benchmark
  @OperationsPerInvocation(ACCESSES)
  public RunResult d_numabTiering() throws IOException {
    Map<String, Object> mode = Map.of("numa_balancing", 2);
    return run(
        List.of(new PluginSetting("numab", mode)),
        List.of(new PluginSetting("numa-balancing", mode)));
  }

  /**
   * DAMON with one migrate-hot scheme for all that is accessed, kernel copies.
   *
   * @return the result
   * @throws IOException never
   */
  @Benchmark
  @OperationsPerInvocation(ACCESSES)
  public RunResult e_damon() throws IOException {
    return run(
        List.of(PluginSetting.of("damon")),
        List.of(
            new PluginSetting(
                "damos", Map.of("action", "migrate-hot", "target_nid", 0, "nr_accesses_min", 1))));
  }

  /**
   * Hardware samples, one in 10,000, and the store of hotness.
   *
   * @return the result
   * @throws IOException never
   */
  @Benchmark
  @OperationsPerInvocation(ACCESSES)
  public RunResult f_sampling() throws IOException {
    return run(List.of(PluginSetting.of("sampling")), List.of(PluginSetting.of("hotstore")));
  }

  /**
   * The hotness monitoring unit of the slow node, and the store of hotness.
   *
   * @return the result
   * @throws IOException never
   */
  @Benchmark
  @OperationsPerInvocation(ACCESSES)
  public RunResult g_chmu() throws IOException {
    return run(List.of(PluginSetting.of("chmu")), List.of(PluginSetting.of("hotstore")));
  }

  /**
   * The simulator without plug-ins, recorded: time series and heat map.
   *
   * @return the result
   * @throws IOException never
   */
  @Benchmark
  @OperationsPerInvocation(ACCESSES)
  public RunResult h_recorded() throws IOException {
    return run(List.of(), List.of(), new Recorder(RecordingSetting.automatic()));
  }

  private RunResult run(List<PluginSetting> sources, List<PluginSetting> policies)
      throws IOException {
    return run(sources, policies, Recorder.none());
  }

  private RunResult run(
      List<PluginSetting> sources, List<PluginSetting> policies, Recorder recorder)
      throws IOException {
    long bytes = (long) gib << 30;
    MachineSpec machine =
        new MachineSpec(
            "bench",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, 2 * bytes, 100, 72, 4),
                new NodeSpec(NodeSpec.Kind.CXL, 2 * bytes, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Experiment experiment =
        new Experiment(
            "bench",
            machine,
            new PluginSetting("replay", Map.of("node", node)),
            -1,
            sources,
            policies,
            PluginSetting.of("kernel"),
            1,
            List.of(),
            Long.MAX_VALUE,
            Path.of("."));
    SuppliedPlugins plugins =
        Variants.all()
            .add(
                PluginKind.WORKLOAD,
                "replay",
                () -> new ReplayWorkload(packed, (long) gib << 18, ACCESSES));
    Simulation simulation = Simulation.of(experiment, plugins);
    simulation.record(recorder);
    RunResult result = simulation.run();
    if (!result.invariants().equals("ok")) {
      throw new IllegalStateException(result.invariants());
    }
    return result;
  }
}

package org.tierlab.command.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tierlab.api.workload.Access;
import org.tierlab.command.bench.BenchRuns.Variant;
import org.tierlab.command.run.RunFailure;
import org.tierlab.sim.experiment.PluginSetting;

/** Accesses of exact mode beside the bare loop, with and without mechanisms. */
final class AccessRound implements Round {
  private static final Map<String, Object> TIERING = Map.of("numa_balancing", 2);

  /** Mechanisms that find the memory where they want it: what watching alone costs. */
  static final List<Variant> SETTLED =
      List.of(
          new Variant("no plug-ins", 0, 1, List.of(), List.of()),
          abit("abit", 0),
          new Variant(
              "numab, mode 2",
              0,
              1,
              List.of(new PluginSetting("numab", TIERING)),
              List.of(new PluginSetting("numa-balancing", TIERING))),
          damon("damon, damos", 1),
          damon("damon, damos, %d tasks".formatted(BenchRuns.CPUS), BenchRuns.CPUS));

  /** All memory starts on the slow node and is promoted within the run. */
  static final List<Variant> PROMOTING = List.of(abit("abit, promoting all", 1));

  /** What recording is measured with: accesses alone, migrations, tasks that take turns. */
  static final List<Variant> RECORDED =
      List.of(SETTLED.get(0), PROMOTING.get(0), SETTLED.get(SETTLED.size() - 1));

  private final BenchRuns runs;
  private final PageStream stream;
  private final long accesses;
  private final int[] pages;
  private final BareLoop bare;
  private final List<Variant> variants;
  private final List<Ratio> ratios = new ArrayList<>();

  /**
   * Prepares one footprint.
   *
   * @param runs makes the runs
   * @param stream what is read
   * @param accesses how many a run makes, a multiple of the stream's length
   * @param variants what is measured
   */
  AccessRound(BenchRuns runs, PageStream stream, long accesses, List<Variant> variants) {
    this.runs = runs;
    this.stream = stream;
    this.accesses = accesses;
    this.variants = variants;
    pages = new int[stream.packed().length];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = (int) Access.page(stream.packed()[i]);
    }
    bare = new BareLoop(stream.pages());
    String group = "%s, %s".formatted(size(stream.bytes()), stream.law().word());
    for (Variant variant : variants) {
      ratios.add(new Ratio(group, variant.name(), "bare loop"));
    }
  }

  static String size(long bytes) {
    return bytes % (1L << 30) == 0 ? (bytes >> 30) + " GiB" : (bytes >> 20) + " MiB";
  }

  private static Variant abit(String name, int node) {
    return new Variant(
        name,
        node,
        1,
        List.of(PluginSetting.of("abit")),
        List.of(PluginSetting.of("promote-on-access")));
  }

  /** DAMON works by the clock: beside many tasks it looks as often as beside one. */
  private static Variant damon(String name, int tasks) {
    return new Variant(
        name,
        0,
        tasks,
        List.of(PluginSetting.of("damon")),
        List.of(
            new PluginSetting(
                "damos", Map.of("action", "migrate-hot", "target_nid", 0, "nr_accesses_min", 1))));
  }

  @Override
  public void measure() throws IOException, RunFailure {
    long began = CpuClock.nowNs();
    for (long made = 0; made < accesses; made += pages.length) {
      bare.read(pages);
    }
    double bareNs = (double) (CpuClock.nowNs() - began) / accesses;
    if (bare.nowPs() == 0) {
      throw new IllegalStateException("time stands still");
    }
    for (int i = 0; i < variants.size(); i++) {
      ratios.get(i).add(bareNs, runs.lentNs(stream, accesses, variants.get(i)) / accesses);
    }
  }

  @Override
  public List<Ratio> ratios() {
    return ratios;
  }
}

package org.tierlab.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.recording.HeatMap;
import org.tierlab.sim.recording.Recording;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;

class FigureBuilderTest {
  private static final List<String> COUNTED =
      List.of(
          "plugin/source:abit:events",
          "plugin/policy:hotstore:candidates.dropped",
          "plugin/policy:tpp:folios.migrated",
          "plugin/policy:tpp:folios.already_there",
          "plugin/policy:tpp:folios.target_full",
          "plugin/policy:tpp:promoted_pages",
          "plugin/policy:tpp:pgscan_kswapd");

  /** Sample n has n squared times 10 in every counter, n milliseconds after the begin. */
  private static RunFigures figures(int samples, int most) {
    long[] at = new long[samples];
    long[][] values = new long[samples][COUNTED.size()];
    double[][] factors = new double[samples][1];
    for (int i = 0; i < samples; i++) {
      at[i] = i * 1_000_000L;
      Arrays.fill(values[i], 10L * i * i);
    }
    Recording recording = new Recording(1_000_000, at, COUNTED, values, factors, HeatMap.EMPTY);
    return FigureBuilder.of(
        "run",
        List.of(new NodeSpec(NodeSpec.Kind.DRAM, 1 << 20, 100, 72, 4)),
        recording.thinned(most),
        result((samples - 1) * 1_000_000L),
        List.of());
  }

  private static RunResult result(long endNs) {
    Summary all =
        new Summary(0, endNs, List.of(), List.of(), "", 0, List.of(), 0, 0, Map.of(), 0, 0);
    return new RunResult(
        1,
        true,
        "",
        endNs,
        endNs,
        "accesses",
        all,
        List.of(all),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        "ok",
        "",
        0);
  }

  private static Map<String, List<String>> namesById(RunFigures run) {
    return run.figures().stream()
        .collect(
            Collectors.toMap(
                Figure::id, figure -> figure.series().stream().map(Series::name).toList()));
  }

  @Test
  void whatPluginsCountIsSortedByWhatItSays() {
    Map<String, List<String>> names = namesById(figures(3, 3));
    assertThat(names.get("causes")).containsExactly("tpp: promoted pages");
    assertThat(names.get("events"))
        .containsExactlyInAnyOrder(
            "abit: events", "hotstore: candidates dropped", "tpp: migrated folios");
    assertThat(names.get("failures")).containsExactly("tpp: target full");
  }

  private static Figure causes(RunFigures run) {
    return run.figures().stream()
        .filter(figure -> figure.id().equals("causes"))
        .findAny()
        .orElseThrow();
  }

  @Test
  void aRateIsThatOfTheIntervalThatEndsThere() {
    Figure causes = causes(figures(3, 3));
    assertThat(causes.series().get(0).value(1)).isEqualTo(10_000);
    assertThat(causes.series().get(0).value(2)).isEqualTo(30_000);
  }

  @Test
  void ratesOfFewerSamplesAreMeansOverLongerIntervals() {
    // Of ten samples every fourth stays, and the last: 0, 4, 8, 9.
    Figure causes = causes(figures(10, 4));
    assertThat(causes.size()).isEqualTo(4);
    assertThat(causes.place(1)).isEqualTo(0.004);
    assertThat(causes.series().get(0).value(1)).isEqualTo(160 / 0.004);
    assertThat(causes.series().get(0).value(2)).isEqualTo((640 - 160) / 0.004);
    assertThat(causes.place(3)).isEqualTo(0.009);
    // With five it is every other one that would be too many: 0, 2, 4, 6, 8, 9.
    assertThat(figures(10, 6).figures().get(0).size()).isEqualTo(6);
    assertThat(figures(10, 5).figures().get(0).size()).isEqualTo(4);
    assertThat(figures(10, 10).figures().get(0).size()).isEqualTo(10);
  }
}

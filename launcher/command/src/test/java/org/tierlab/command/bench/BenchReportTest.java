package org.tierlab.command.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.command.report.Json;

class BenchReportTest {

  private static BenchReport report() {
    Ratio ratio = new Ratio("1 GiB, uniform", "abit", "bare loop");
    ratio.add(1, 2);
    ratio.add(1, 4);
    ratio.add(3, 4);
    return new BenchReport(List.of(ratio));
  }

  @Test
  void theTableShowsMedianSpreadAndRate() {
    assertThat(report().text().lines().skip(1).findFirst())
        .hasValue("1 GiB, uniform  abit   0.50  0.25 … 0.75  bare loop      250.0");
    assertThat(report().text()).contains("of 3 rounds");
  }

  @Test
  void theDocumentHasTheSameUnrounded() {
    assertThat(Json.line(report().document()))
        .isEqualTo(
            "{\"schema\":\"tierlab-bench/1\",\"ratios\":[{\"group\":\"1 GiB, uniform\",\"name\":\"abit\","
                + "\"against\":\"bare loop\",\"rounds\":3,\"ratio\":0.5,\"least\":0.25,\"greatest\":0.75,"
                + "\"unit_ns\":4.0}]}");
  }
}

package org.tierlab.command.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads what the kernel's DAMON reported; rows of one aggregation may straddle two time stamps. */
final class Recording {
  private Recording() {}

  static List<DamonAggregation> read(String name) throws IOException {
    try (InputStream in = Recording.class.getResourceAsStream("/groundtruth/" + name)) {
      assertThat(in).as(name).isNotNull();
      byte[] text = new GZIPInputStream(in).readAllBytes();
      return parse(new String(text, StandardCharsets.UTF_8).lines().skip(2).toList());
    }
  }

  private static List<DamonAggregation> parse(List<String> rows) {
    List<DamonAggregation> aggregations = new ArrayList<>();
    List<DamonAggregation.Region> regions = new ArrayList<>();
    long timeMs = 0;
    for (String row : rows) {
      String[] cells = row.split(",", -1);
      if (regions.isEmpty()) {
        timeMs = Math.round(Double.parseDouble(cells[0]) * 1000);
      }
      long end = Long.parseLong(cells[2]);
      regions.add(
          new DamonAggregation.Region(Long.parseLong(cells[1]), end, Integer.parseInt(cells[3])));
      if (end == DamonAggregation.PAGES) {
        aggregations.add(new DamonAggregation(timeMs, List.copyOf(regions)));
        regions.clear();
      }
    }
    return aggregations;
  }
}

package org.tierlab.command.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tierlab.command.report.TextTable;

/** What was measured, for readers and for programs. */
public final class BenchReport {
  private final List<Ratio> ratios;

  BenchReport(List<Ratio> ratios) {
    this.ratios = List.copyOf(ratios);
  }

  /**
   * A table.
   *
   * @return lines
   */
  public String text() {
    TextTable table = new TextTable(0, 1, 4);
    table.row("", "", "speed", "spread", "of", "million/s");
    String group = "";
    for (Ratio ratio : ratios) {
      table.row(
          ratio.group().equals(group) ? "" : ratio.group(),
          ratio.name(),
          String.format(Locale.ROOT, "%.2f", ratio.median()),
          ratio.spread(),
          ratio.against(),
          ratio.group().equals("side by side")
              ? ""
              : String.format(Locale.ROOT, "%.1f", 1000 / ratio.medianNs()));
      group = ratio.group();
    }
    return table
        + "\nMedian and spread of %d rounds. Speed 1 is as fast as what it is compared with;\n"
            .formatted(ratios.get(0).rounds())
        + "the two take turns. CPU time, except where elapsed time is named.\n";
  }

  /**
   * A document.
   *
   * @return maps, lists, numbers and texts
   */
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "tierlab-bench/1");
    document.put("ratios", ratios.stream().map(BenchReport::document).toList());
    return document;
  }

  private static Map<String, Object> document(Ratio ratio) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("group", ratio.group());
    keys.put("name", ratio.name());
    keys.put("against", ratio.against());
    keys.put("rounds", ratio.rounds());
    keys.put("ratio", ratio.median());
    keys.put("least", ratio.least());
    keys.put("greatest", ratio.greatest());
    keys.put("unit_ns", ratio.medianNs());
    return keys;
  }
}

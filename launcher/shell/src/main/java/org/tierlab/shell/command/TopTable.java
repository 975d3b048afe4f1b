package org.tierlab.shell.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.report.Figures;
import org.tierlab.command.report.TextTable;
import org.tierlab.sim.result.NodeResult;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;

/** What an interval of simulated time brought, as text. */
final class TopTable {

  private static final double NS_PER_S = 1e9;

  private TopTable() {}

  /**
   * Writes the table.
   *
   * @param before the run at the start of the interval, null for its start
   * @param now the run at its end
   */
  static String of(@Nullable RunResult before, RunResult now) {
    long fromNs = before == null ? 0 : before.simulatedNs();
    double seconds = (now.simulatedNs() - fromNs) / NS_PER_S;
    String head =
        Figures.format(
            "%s to %s simulated\n", Figures.time(fromNs), Figures.time(now.simulatedNs()));
    if (seconds <= 0) {
      return head + "no simulated time has passed since the last look\n";
    }
    return head
        + plugins(now)
        + rates(before, now, seconds)
        + '\n'
        + nodes(before, now)
        + '\n'
        + cpu(before, now, seconds);
  }

  private static String plugins(RunResult now) {
    List<Summary> phases = now.phases();
    if (phases.isEmpty()) {
      return "";
    }
    Summary present = phases.get(phases.size() - 1);
    return Figures.format(
        "sources: %s; policies: %s; engine: %s\n",
        names(present.sources()), names(present.policies()), present.engine());
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String rates(@Nullable RunResult before, RunResult now, double seconds) {
    Summary to = now.total();
    Summary from = before == null ? null : before.total();
    return Figures.format(
        "accesses/s %,.0f   promotions/s %,.0f   demotions/s %,.0f\n",
        (to.accesses() - (from == null ? 0 : from.accesses())) / seconds,
        (to.promotions() - (from == null ? 0 : from.promotions())) / seconds,
        (to.demotions() - (from == null ? 0 : from.demotions())) / seconds);
  }

  private static TextTable nodes(@Nullable RunResult before, RunResult now) {
    TextTable table = new TextTable();
    table.row("node", "share of accesses", "resident", "free");
    long all = now.total().accesses() - (before == null ? 0 : before.total().accesses());
    for (NodeResult node : now.nodes()) {
      long served =
          node.accesses() - (before == null ? 0 : before.nodes().get(node.id()).accesses());
      table.row(
          Integer.toString(node.id()),
          all == 0 ? "-" : Figures.share((double) served / all),
          Figures.size(node.residentBytes()),
          Figures.size(node.capacityBytes() - node.residentBytes()));
    }
    return table;
  }

  private static TextTable cpu(@Nullable RunResult before, RunResult now, double seconds) {
    Map<String, Double> earlier = before == null ? Map.of() : before.total().cpuNs();
    TextTable table = new TextTable();
    table.row("payer", "CPUs");
    new TreeMap<>(now.total().cpuNs())
        .forEach(
            (payer, ns) -> {
              double used = (ns - earlier.getOrDefault(payer, 0.0)) / NS_PER_S / seconds;
              if (used != 0) {
                table.row(payer, Figures.format("%.4f", used));
              }
            });
    return table;
  }
}

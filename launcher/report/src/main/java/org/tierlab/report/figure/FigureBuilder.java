package org.tierlab.report.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tierlab.report.figure.Figure.Kind;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.recording.Recording;
import org.tierlab.sim.result.RunResult;

/**
 * Draws up the figures of a run from its recording. Rates and shares of a place are those of the
 * interval that ends there.
 */
public final class FigureBuilder {
  private static final double MIB = 256;
  private static final int LINE_BYTES = 64;
  private static final int MOST_LINES = 12;

  /** What the core counts of every plug-in; the rest are the plug-ins' own counters. */
  private static final Pattern DONE =
      Pattern.compile(":(events|candidates\\.\\w+|folios\\.migrated)$");

  private static final Pattern MOVED = Pattern.compile(":(promoted|demoted)_pages$");
  private static final Pattern FAILED =
      Pattern.compile(":folios\\.(?!migrated$|already_there$)\\w+$");

  private final Recording recording;
  private final List<String> nodes;
  private final double[] seconds;

  private FigureBuilder(Recording recording, List<String> nodes) {
    this.recording = recording;
    this.nodes = nodes;
    seconds = new double[recording.samples()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = recording.atNs(i) / 1e9;
    }
  }

  /**
   * Draws up all figures.
   *
   * @param name what the run is called
   * @param machine its nodes
   * @param recording what was recorded
   * @param result what it found, or how it stands
   * @param more figures that do not come from the recording
   * @return the figures
   */
  public static RunFigures of(
      String name,
      List<NodeSpec> machine,
      Recording recording,
      RunResult result,
      List<Figure> more) {
    List<String> nodes = new ArrayList<>();
    for (int id = 0; id < machine.size(); id++) {
      nodes.add("node " + id + " (" + machine.get(id).kind().name().toLowerCase(Locale.ROOT) + ")");
    }
    FigureBuilder builder = new FigureBuilder(recording, nodes);
    List<Figure> figures = new ArrayList<>(builder.figures());
    figures.addAll(more);
    return new RunFigures(
        name,
        nodes,
        result.simulatedNs() / 1e9,
        figures,
        HeatFigure.of(recording.heat()),
        marks(result));
  }

  /**
   * The moments at which plug-ins were exchanged or knobs set.
   *
   * @param result what a run found so far
   * @return in order of time
   */
  public static List<Mark> marks(RunResult result) {
    List<Mark> marks = new ArrayList<>();
    for (LoggedChange logged : result.changes()) {
      marks.add(new Mark(logged.atNs() / 1e9, label(logged)));
    }
    return marks;
  }

  private static String label(LoggedChange logged) {
    if (logged.change().action() == Change.Action.KNOB) {
      return knobs(logged);
    }
    String old = logged.change().oldName();
    String fresh = logged.change().setting() == null ? null : logged.change().setting().name();
    String names =
        old != null && fresh != null
            ? old + " → " + fresh
            : String.valueOf(old == null ? fresh : old);
    return logged.change().action().name().toLowerCase(Locale.ROOT) + " " + names;
  }

  private static String knobs(LoggedChange logged) {
    PluginSetting setting = logged.change().setting();
    return setting == null ? "knobs" : "knobs of " + setting.name();
  }

  private List<Figure> figures() {
    if (seconds.length == 0) {
      return List.of();
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(time("resident", "Resident memory by node", "MiB", Kind.AREA, resident()));
    figures.add(time("share", "Share of accesses by node", "%", Kind.LINE, shares()));
    figures.add(time("moves", "Promotions and demotions", "pages/s", Kind.LINE, moves()));
    figures.add(time("bandwidth", "Bandwidth by node", "GB/s", Kind.LINE, bandwidth()));
    figures.add(time("latency", "Latency under load by node", "× idle", Kind.LINE, latency()));
    figures.add(time("cpu", "Kernel CPU time by payer", "CPUs", Kind.AREA, cpu()));
    figures.add(time("causes", "Pages migrated, by cause", "pages/s", Kind.LINE, rates(MOVED)));
    figures.add(time("events", "What plug-ins did", "1/s", Kind.LINE, rates(DONE)));
    figures.add(time("failures", "Folios not migrated, by cause", "1/s", Kind.LINE, rates(FAILED)));
    figures.add(time("processes", "Resident memory by process", "MiB", Kind.LINE, processes()));
    figures.add(time("vmstat", "Counters", "", Kind.LINE, counters()));
    figures.removeIf(figure -> figure.series().isEmpty());
    return figures;
  }

  private Figure time(String id, String title, String unit, Kind kind, List<Series> series) {
    return new Figure(id, title, unit, kind, seconds, series);
  }

  private List<Series> resident() {
    double[][] pages = new double[nodes.size()][seconds.length];
    recording
        .section("resident")
        .forEach(
            (key, counter) -> {
              int node = Integer.parseInt(key.substring(key.lastIndexOf(':') + 1));
              for (int i = 0; i < seconds.length; i++) {
                pages[node][i] += recording.value(i, counter) / MIB;
              }
            });
    return byNode(pages);
  }

  private List<Series> byNode(double[][] values) {
    List<Series> series = new ArrayList<>();
    for (int node = 0; node < nodes.size(); node++) {
      series.add(new Series(nodes.get(node), values[node]));
    }
    return series;
  }

  private double[] perSecond(int counter, double factor) {
    double[] rate = new double[seconds.length];
    for (int i = 1; i < rate.length; i++) {
      double change = recording.value(i, counter) - recording.value(i - 1, counter);
      rate[i] = change * factor / (seconds[i] - seconds[i - 1]);
    }
    if (rate.length > 1) {
      rate[0] = rate[1];
    }
    return rate;
  }

  private double[] perSecond(Map<String, Integer> section, String name, double factor) {
    Integer counter = section.get(name);
    return counter == null ? new double[seconds.length] : perSecond(counter, factor);
  }

  private List<Series> shares() {
    Map<String, Integer> served = recording.section("node_accesses");
    double[][] rates = new double[nodes.size()][];
    double[] sums = new double[seconds.length];
    for (int node = 0; node < rates.length; node++) {
      rates[node] = perSecond(served, Integer.toString(node), 100);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += rates[node][i];
      }
    }
    for (double[] rate : rates) {
      for (int i = 0; i < sums.length; i++) {
        rate[i] = sums[i] == 0 ? 0 : 100 * rate[i] / sums[i];
      }
    }
    return byNode(rates);
  }

  private List<Series> moves() {
    Map<String, Integer> moved = recording.section("moved");
    return List.of(
        new Series("promotions", perSecond(moved, "promotions", 1)),
        new Series("demotions", perSecond(moved, "demotions", 1)));
  }

  private List<Series> bandwidth() {
    Map<String, Integer> served = recording.section("node_accesses");
    Map<String, Integer> copied = recording.section("node_copy_bytes");
    double[][] rates = new double[nodes.size()][];
    for (int node = 0; node < rates.length; node++) {
      rates[node] = perSecond(served, Integer.toString(node), LINE_BYTES / 1e9);
      double[] copies = perSecond(copied, Integer.toString(node), 1e-9);
      for (int i = 0; i < copies.length; i++) {
        rates[node][i] += copies[i];
      }
    }
    return byNode(rates);
  }

  private List<Series> latency() {
    double[][] factors = new double[nodes.size()][seconds.length];
    for (int node = 0; node < factors.length; node++) {
      for (int i = 0; i < seconds.length; i++) {
        factors[node][i] = recording.loadFactor(i, node);
      }
    }
    return byNode(factors);
  }

  private List<Series> cpu() {
    Map<String, double[]> used = new LinkedHashMap<>();
    recording
        .section("cpu_ps")
        .forEach(
            (payer, counter) -> {
              if (!payer.equals("idle") && !payer.equals("task:user")) {
                used.put(payer, perSecond(counter, 1e-12));
              }
            });
    return largest(used);
  }

  /** What plug-ins count, of those counters that a pattern finds. */
  private List<Series> rates(Pattern wanted) {
    Map<String, double[]> rates = new LinkedHashMap<>();
    recording
        .section("plugin")
        .forEach(
            (key, counter) -> {
              if (wanted.matcher(key).find()) {
                rates.put(pluginLabel(key), perSecond(counter, 1));
              }
            });
    return largest(rates);
  }

  /** {@code policy:NAME:folios.target_full} is shown as {@code NAME: target full}. */
  private static String pluginLabel(String key) {
    int last = key.lastIndexOf(':');
    String counted = key.substring(last + 1);
    String words = counted.startsWith("folios.") ? counted.substring(7) : counted;
    String name = key.substring(key.indexOf(':') + 1, last);
    String what = counted.equals("folios.migrated") ? "migrated folios" : words;
    return name + ": " + what.replace('_', ' ').replace('.', ' ');
  }

  /** Every counter that has moved. */
  private List<Series> counters() {
    List<Series> series = new ArrayList<>();
    recording
        .section("vmstat")
        .forEach(
            (name, counter) -> {
              double[] values = new double[seconds.length];
              for (int i = 0; i < values.length; i++) {
                values[i] = recording.value(i, counter);
              }
              if (sum(values) > 0) {
                series.add(new Series(name, values));
              }
            });
    return series;
  }

  private List<Series> processes() {
    Map<String, double[]> pages = new TreeMap<>();
    recording
        .section("resident")
        .forEach(
            (key, counter) -> {
              int first = key.indexOf(':');
              int last = key.lastIndexOf(':');
              String label = key.substring(first + 1, last) + ", node " + key.substring(last + 1);
              double[] line = pages.computeIfAbsent(label, unused -> new double[seconds.length]);
              for (int i = 0; i < line.length; i++) {
                line[i] += recording.value(i, counter) / MIB;
              }
            });
    return largest(pages);
  }

  /** The lines with the largest sums, in their old order; lines of zeros are left out. */
  private static List<Series> largest(Map<String, double[]> lines) {
    List<Double> sums = new ArrayList<>();
    lines.values().forEach(values -> sums.add(sum(values)));
    sums.sort(Comparator.reverseOrder());
    double least = sums.size() > MOST_LINES ? sums.get(MOST_LINES - 1) : 0;
    List<Series> series = new ArrayList<>();
    lines.forEach(
        (name, values) -> {
          if (sum(values) > 0 && sum(values) >= least) {
            series.add(new Series(name, values));
          }
        });
    return series;
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).map(Math::abs).sum();
  }
}

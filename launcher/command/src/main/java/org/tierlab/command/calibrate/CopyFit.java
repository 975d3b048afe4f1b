package org.tierlab.command.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tierlab.command.CommandFailure;
import org.tierlab.command.study.StudyTable;
import org.tierlab.command.study.StudyTable.Row;

/**
 * The copy constants of a machine from the throughput of the unmodified kernel on an idle host: a
 * call takes <i>c</i> + <i>f</i> × folios + bytes / <i>g</i>. Least squares of relative errors,
 * which are linear in <i>c</i>, <i>f</i> and 1/<i>g</i>; one that comes out negative is 0 and the
 * others are fitted again. Deterministic.
 *
 * @param callNs time of a call, nanoseconds
 * @param folioNs time of a folio outside the copy, nanoseconds
 * @param threadGBps copy rate of a thread, bytes per nanosecond
 * @param residuals a line for each row
 */
public record CopyFit(double callNs, double folioNs, double threadGBps, List<String> residuals) {
  private static final String VANILLA = "vanilla_gbps";

  /** What a row measures. */
  private record Point(String name, double folios, double bytes, double gbps) {
    double[] terms() {
      double ns = bytes / gbps;
      return new double[] {1 / ns, folios / ns, bytes / ns};
    }
  }

  /**
   * Fits the idle rows of a table in the form of {@code studies/folio-copy.csv}.
   *
   * @param table the rows
   * @return the constants
   */
  public static CopyFit of(StudyTable table) {
    List<Point> points = new ArrayList<>();
    for (Row row : table.rows()) {
      boolean idle = row.word("host", List.of("idle", "busy")).equals("idle");
      if (idle && row.has(VANILLA)) {
        int folios = row.whole("folios", 1 << 20);
        double size = row.word("folio", List.of("64KB", "2MB")).equals("2MB") ? 2 << 20 : 65_536;
        points.add(
            new Point(
                folios + " x " + row.cells().get("folio"),
                folios,
                folios * size,
                row.positive(VANILLA)));
      }
    }
    if (points.size() < 3) {
      throw CommandFailure.input(
          "%d idle rows hold %s, expected at least 3 to fit three constants"
              .formatted(points.size(), VANILLA));
    }
    double[] found = nonNegative(points);
    if (found[2] <= 0) {
      throw CommandFailure.input("the rows have no copy rate: time does not grow with bytes");
    }
    List<String> residuals = new ArrayList<>();
    for (Point point : points) {
      double ns = found[0] + found[1] * point.folios() + found[2] * point.bytes();
      residuals.add(
          String.format(
              Locale.ROOT,
              "%s: measured %.2f GB/s, fitted %.2f, %+.1f %%",
              point.name(),
              point.gbps(),
              point.bytes() / ns,
              100 * (point.bytes() / ns / point.gbps() - 1)));
    }
    return new CopyFit(found[0], found[1], 1 / found[2], residuals);
  }

  private static double[] nonNegative(List<Point> points) {
    boolean[] used = {true, true, true};
    while (true) {
      double[] found = solve(points, used);
      int worst = -1;
      for (int i = 0; i < found.length; i++) {
        if (found[i] < 0 && (worst < 0 || found[i] < found[worst])) {
          worst = i;
        }
      }
      if (worst < 0) {
        return found;
      }
      used[worst] = false;
    }
  }

  /** Normal equations of <i>terms · x = 1</i>, by elimination with unused terms held at 0. */
  private static double[] solve(List<Point> points, boolean[] used) {
    double[][] matrix = new double[3][4];
    for (Point point : points) {
      double[] terms = point.terms();
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          matrix[i][j] += used[i] && used[j] ? terms[i] * terms[j] : 0;
        }
        matrix[i][3] += used[i] ? terms[i] : 0;
      }
    }
    for (int i = 0; i < 3; i++) {
      if (!used[i] || matrix[i][i] == 0) {
        matrix[i] = new double[] {0, 0, 0, 0};
        matrix[i][i] = 1;
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int row = 0; row < 3; row++) {
        if (row != i) {
          double factor = matrix[row][i] / matrix[i][i];
          for (int j = i; j < 4; j++) {
            matrix[row][j] -= factor * matrix[i][j];
          }
        }
      }
    }
    return new double[] {
      matrix[0][3] / matrix[0][0], matrix[1][3] / matrix[1][1], matrix[2][3] / matrix[2][2]
    };
  }

  /**
   * A machine description on top of another.
   *
   * @param base the description that gives all else
   * @param file where the rows came from
   * @return YAML
   */
  public String yaml(String base, String file) {
    String source =
        "fitted: to the idle rows of %s, unmodified kernel.".formatted(file.replace("'", ""));
    StringBuilder text = new StringBuilder();
    text.append("# Copy constants fitted to measurements; all else is that of ")
        .append(base)
        .append(".\n# Residuals:\n");
    residuals.forEach(line -> text.append("#   ").append(line).append('\n'));
    text.append("name: calibrated\nbase: ").append(base).append("\ncosts:\n");
    constant(
        text, "  ", "copy_thread_gbps", String.format(Locale.ROOT, "%.4f", threadGBps), source);
    constant(text, "  ", "migrate_batch_ns", "0 ns", "derived: part of call_ns of move-pages.");
    // In the proportions in which the published cost of a folio is split.
    constant(text, "  ", "isolate_ns", ns(folioNs * 400 / 1476), source);
    constant(text, "  ", "unmap_ns", ns(folioNs * 476 / 1476), source);
    constant(text, "  ", "remap_ns", ns(folioNs * 600 / 1476), source);
    text.append("plugins:\n  policy:\n    move-pages:\n");
    constant(text, "      ", "call_ns", ns(callNs), source);
    return text.toString();
  }

  private static String ns(double value) {
    return String.format(Locale.ROOT, "%.1f ns", value);
  }

  private static void constant(
      StringBuilder text, String indent, String key, String value, String source) {
    text.append(indent)
        .append(key)
        .append(": {value: ")
        .append(value)
        .append(", source: '")
        .append(source)
        .append("'}\n");
  }
}

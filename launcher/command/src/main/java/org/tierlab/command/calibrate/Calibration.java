package org.tierlab.command.calibrate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tierlab.command.CommandFailure;
import org.tierlab.command.calibrate.Constant.Part;
import org.tierlab.command.calibrate.Fit.Verdict;
import org.tierlab.command.plugins.PluginCatalogue;

/** A machine description whose constants are fitted to measurements, as far as they tell them. */
public final class Calibration {
  private final BaseMachine base;
  private final String file;
  private final List<Fit> fits = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private Calibration(BaseMachine base, String file) {
    this.base = base;
    this.file = file;
  }

  /**
   * Fits a machine.
   *
   * @param text the measurements
   * @param file their name for messages and sources
   * @param base the description that gives all else
   * @param plugins the plug-ins that are present
   * @return the machine
   * @throws CommandFailure if the file is not of a known form, or its rows tell no constant
   */
  public static Calibration of(String text, String file, String base, PluginCatalogue plugins) {
    BaseMachine machine = BaseMachine.read(base, plugins);
    MeasuredTables tables = MeasuredTables.read(text, file);
    String name = file.substring(file.lastIndexOf('/') + 1);
    Calibration calibration = new Calibration(machine, name);
    calibration.fit(new AccessRows(tables, machine.spec()));
    CopyRows copies = new CopyRows(tables, machine);
    calibration.fit(copies);
    calibration.leftOut.addAll(copies.leftOut());
    calibration.fit(new TouchRows(tables, machine));
    if (calibration.verdicts().stream().noneMatch(Verdict::fitted)) {
      throw CommandFailure.input(
          "%s: the rows tell no constant of %s%s"
              .formatted(
                  file,
                  base,
                  calibration.leftOut.isEmpty()
                      ? ""
                      : "; left out: " + String.join(", ", calibration.leftOut)));
    }
    return calibration;
  }

  private void fit(RowModel model) {
    if (!model.rows().isEmpty()) {
      fits.add(Fit.of(model));
    }
  }

  private List<Verdict> verdicts() {
    return fits.stream().flatMap(fit -> fit.verdicts().stream()).toList();
  }

  /**
   * The description.
   *
   * @return YAML; comments say how far each row is from what the constants give, and which
   *     constants no row tells
   */
  public String yaml() {
    StringBuilder text = new StringBuilder();
    comment(text, "# Constants fitted to %s; all else is that of %s.".formatted(file, base.name()));
    comment(text, "# Rows, measured and fitted:");
    fits.forEach(fit -> residuals(fit, text));
    leftOut.forEach(line -> comment(text, "# Left out: " + line));
    List<Verdict> untold = verdicts().stream().filter(verdict -> !verdict.fitted()).toList();
    if (!untold.isEmpty()) {
      comment(text, "# Not identified, as in " + base.name() + ":");
      for (Verdict verdict : untold) {
        String value = value(verdict.value(), verdict.constant());
        comment(
            text, "#   %s, %s: %s".formatted(verdict.constant().name(), value, verdict.reason()));
      }
    }
    text.append("name: calibrated\nbase: ").append(base.name()).append('\n');
    constants(tree(), "", text);
    return text.toString();
  }

  /** A name may hold anything but an end of line. */
  private static void comment(StringBuilder text, String line) {
    text.append(line.replaceAll("\\R", " ")).append('\n');
  }

  private static void residuals(Fit fit, StringBuilder text) {
    double[] sizes = new double[fit.rows().size()];
    for (int i = 0; i < sizes.length; i++) {
      Measurement row = fit.rows().get(i);
      // Nothing below the last digit that is shown, so that there is no -0.0.
      double error = Math.abs(fit.errors().get(i)) < 5e-4 ? 0 : fit.errors().get(i);
      sizes[i] = Math.abs(error);
      String line =
          String.format(
              Locale.ROOT,
              "#   line %d, %s: %s %s, %s, %+.1f %%",
              row.line(),
              row.name(),
              digits(row.value()),
              row.unit(),
              digits(row.value() * (1 + error)),
              100 * error);
      comment(text, line);
    }
    Arrays.sort(sizes);
    double middle = (sizes[(sizes.length - 1) / 2] + sizes[sizes.length / 2]) / 2;
    comment(
        text,
        String.format(
            Locale.ROOT,
            "#   %d rows: median error %.1f %%, maximum %.1f %%",
            sizes.length,
            100 * middle,
            100 * sizes[sizes.length - 1]));
  }

  /** Fitted values by the parts of their keys; a leaf is a text. */
  private Map<String, Object> tree() {
    Map<String, Object> root = new LinkedHashMap<>();
    for (Verdict verdict : verdicts()) {
      if (verdict.fitted()) {
        for (Part part : verdict.constant().parts()) {
          put(root, part.path(), leaf(verdict, part));
        }
      }
    }
    return root;
  }

  private static void put(Map<String, Object> root, String path, String leaf) {
    Map<String, Object> at = root;
    String[] keys = path.split("\\.", -1);
    for (int i = 0; i < keys.length - 1; i++) {
      at = below(at, keys[i]);
    }
    at.put(keys[keys.length - 1], leaf);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> below(Map<String, Object> at, String key) {
    return (Map<String, Object>) at.computeIfAbsent(key, absent -> new LinkedHashMap<>());
  }

  private String leaf(Verdict verdict, Part part) {
    Constant constant = verdict.constant();
    String divided =
        constant.parts().size() == 1
            ? ""
            : "; %s together, divided as in %s"
                .formatted(value(verdict.value(), constant), base.name());
    return String.format(
        Locale.ROOT,
        "{value: %s, source: 'fitted: to %s of %s, standard error %.1f %%%s.'}",
        value(verdict.value() * part.share(), constant),
        lines(verdict.lines()),
        file.replace("'", "").replaceAll("\\R", " "),
        100 * verdict.standardError(),
        divided);
  }

  @SuppressWarnings("unchecked")
  private static void constants(Map<String, Object> tree, String indent, StringBuilder text) {
    tree.forEach(
        (key, value) -> {
          text.append(indent).append(key).append(':');
          if (value instanceof Map<?, ?> more) {
            text.append('\n');
            constants((Map<String, Object>) more, indent + "  ", text);
          } else {
            text.append(' ').append(value).append('\n');
          }
        });
  }

  /** For example {@code lines 2 to 5, 9}. */
  private static String lines(List<Integer> lines) {
    List<String> ranges = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      int first = lines.get(i);
      int last = first;
      while (i + 1 < lines.size() && lines.get(i + 1) == last + 1) {
        last = lines.get(++i);
      }
      ranges.add(first == last ? "" + first : first + " to " + last);
      i++;
    }
    return (lines.size() == 1 ? "line " : "lines ") + String.join(", ", ranges);
  }

  private static String value(double value, Constant constant) {
    return switch (constant.unit()) {
      case "B" -> Math.round(value) + " B";
      case "pages" -> Long.toString(Math.round(value));
      case "" -> digits(value);
      default -> digits(value) + " " + constant.unit();
    };
  }

  /** Five digits are more than rows tell. */
  private static String digits(double value) {
    String text = new BigDecimal(value).round(new MathContext(5)).toPlainString();
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}

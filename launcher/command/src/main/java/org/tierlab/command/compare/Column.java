package org.tierlab.command.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentException;
import org.tierlab.command.experiment.Place;

/**
 * A figure that a comparison shows beside the run time: a number of the result document, named by
 * its path, a sum of such, or the ratio of two sums.
 *
 * @param label what the table calls it
 * @param terms paths that are added: keys with dots between and, for lists, the position from 0 or
 *     the item's {@code name} or {@code kind}; a last key that ends in {@code *} stands for all
 *     keys that begin so
 * @param divisors paths whose sum divides that of the terms, none for 1
 */
public record Column(String label, List<String> terms, List<String> divisors) {

  private static final String OPTION = "--column";

  /** Copies the lists. */
  public Column {
    terms = List.copyOf(terms);
    divisors = List.copyOf(divisors);
  }

  /**
   * Reads a path, or several with {@code +} between and at most one {@code /}.
   *
   * @param label what the table calls it
   * @param paths the paths
   * @param place where it is written
   * @return the column
   * @throws ExperimentException if a path is empty
   */
  public static Column of(String label, String paths, Place place) {
    String[] ratio = paths.split("/", -1);
    if (ratio.length > 2) {
      throw noColumn(paths, place);
    }
    return new Column(
        label,
        sum(ratio[0], paths, place),
        ratio.length == 1 ? List.of() : sum(ratio[1], paths, place));
  }

  private static List<String> sum(String text, String paths, Place place) {
    List<String> terms = new ArrayList<>();
    for (String term : text.split("\\+", -1)) {
      if (term.isBlank()) {
        throw noColumn(paths, place);
      }
      terms.add(term.strip());
    }
    return terms;
  }

  private static ExperimentException noColumn(String paths, Place place) {
    return ExperimentException.at(
        place,
        "'"
            + paths
            + "' is no column, expected a path of the result document, as in"
            + " vmstat.pgmigrate_success, a sum of paths, or one sum / another");
  }

  /**
   * Reads what follows the option: {@code PATH} or {@code LABEL=PATH}.
   *
   * @param text of the option
   * @return the column
   * @throws ExperimentException if it is none
   */
  public static Column parse(String text) {
    int equals = text.indexOf('=');
    String label = equals < 0 ? text : text.substring(0, equals).strip();
    return of(label, text.substring(equals + 1), new Place(OPTION));
  }

  /**
   * The figure of a run. A counter or payer that a run does not have is 0 there, and so is what is
   * divided by 0.
   *
   * @param document the run's result document
   * @return the figure, empty if no term or no divisor leads into the document
   */
  public OptionalDouble of(Map<String, ?> document) {
    OptionalDouble sum = sum(terms, document);
    if (divisors.isEmpty() || sum.isEmpty()) {
      return sum;
    }
    OptionalDouble divisor = sum(divisors, document);
    if (divisor.isEmpty()) {
      return divisor;
    }
    return OptionalDouble.of(
        divisor.getAsDouble() == 0 ? 0 : sum.getAsDouble() / divisor.getAsDouble());
  }

  /**
   * How it was written.
   *
   * @return the paths
   */
  public String paths() {
    String sum = String.join(" + ", terms);
    return divisors.isEmpty() ? sum : sum + " / " + String.join(" + ", divisors);
  }

  private static OptionalDouble sum(List<String> terms, Map<String, ?> document) {
    double sum = 0;
    boolean found = false;
    for (String term : terms) {
      Double value = follow(document, term);
      if (value != null) {
        sum += value;
        found = true;
      }
    }
    return found ? OptionalDouble.of(sum) : OptionalDouble.empty();
  }

  private static @Nullable Double follow(@Nullable Object node, String path) {
    if (path.isEmpty()) {
      return node instanceof Number number ? (Double) number.doubleValue() : null;
    }
    if (node instanceof List<?> list) {
      int dot = path.indexOf('.');
      Object item = item(list, dot < 0 ? path : path.substring(0, dot));
      return follow(item, dot < 0 ? "" : path.substring(dot + 1));
    }
    return node instanceof Map<?, ?> map ? followMap(map, path) : null;
  }

  private static @Nullable Object item(List<?> list, String step) {
    if (step.matches("\\d{1,6}")) {
      return Integer.parseInt(step) < list.size() ? list.get(Integer.parseInt(step)) : null;
    }
    for (String key : List.of("name", "kind")) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> map && step.equals(map.get(key))) {
          return item;
        }
      }
    }
    return null;
  }

  private static @Nullable Double followMap(Map<?, ?> map, String path) {
    if (path.endsWith("*") && path.indexOf('.') < 0) {
      String beginning = path.substring(0, path.length() - 1);
      double sum = 0;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getKey().toString().startsWith(beginning)
            && entry.getValue() instanceof Number number) {
          sum += number.doubleValue();
        }
      }
      return sum;
    }
    // Keys may hold dots themselves: the longest key that the path begins with counts.
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      String key = path.substring(0, end);
      if (map.containsKey(key)) {
        return follow(map.get(key), path.substring(Math.min(path.length(), end + 1)));
      }
    }
    boolean open = map.values().stream().allMatch(Number.class::isInstance);
    return open && path.indexOf('.') < 0 ? (Double) 0.0 : null;
  }
}

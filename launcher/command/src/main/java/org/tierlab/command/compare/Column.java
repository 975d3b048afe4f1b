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
 * its path, or a sum of such.
 *
 * @param label what the table calls it
 * @param terms paths that are added: keys and, for lists, positions from 0, with dots between; a
 *     last key that ends in {@code *} stands for all keys that begin so
 */
public record Column(String label, List<String> terms) {

  private static final String OPTION = "--column";

  /** Copies the list. */
  public Column {
    terms = List.copyOf(terms);
  }

  /**
   * Reads a path, or several with {@code +} between.
   *
   * @param label what the table calls it
   * @param paths the paths
   * @param place where it is written
   * @return the column
   * @throws ExperimentException if a path is empty
   */
  public static Column of(String label, String paths, Place place) {
    List<String> terms = new ArrayList<>();
    for (String term : paths.split("\\+", -1)) {
      if (term.isBlank()) {
        throw ExperimentException.at(
            place,
            "'"
                + paths
                + "' is no column, expected a path of the result document, as in"
                + " vmstat.pgmigrate_success, or a sum of paths");
      }
      terms.add(term.strip());
    }
    return new Column(label, terms);
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
   * The figure of a run. A counter or payer that a run does not have is 0 there.
   *
   * @param document the run's result document
   * @return the sum of those terms that lead to a number, empty if none leads into the document
   */
  public OptionalDouble of(Map<String, ?> document) {
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
      String position = dot < 0 ? path : path.substring(0, dot);
      boolean inside = position.matches("\\d{1,6}") && Integer.parseInt(position) < list.size();
      return inside
          ? follow(list.get(Integer.parseInt(position)), dot < 0 ? "" : path.substring(dot + 1))
          : null;
    }
    return node instanceof Map<?, ?> map ? followMap(map, path) : null;
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

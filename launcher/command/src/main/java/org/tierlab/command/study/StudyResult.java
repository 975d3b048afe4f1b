package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a study came to.
 *
 * @param study its name
 * @param machine the machine description
 * @param claim in words
 * @param cells cell by cell
 * @param findings the parts of the claim
 * @param notes what else there is to know, a line each
 */
public record StudyResult(
    String study,
    String machine,
    String claim,
    List<StudyCell> cells,
    List<Finding> findings,
    List<String> notes) {
  /** Copies the lists. */
  public StudyResult {
    cells = List.copyOf(cells);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /**
   * A part of a claim.
   *
   * @param text what is said, with the figure found
   * @param holds whether it is so
   */
  public record Finding(String text, boolean holds) {}

  /**
   * Whether every part of the claim holds.
   *
   * @return false if one does not, or nothing could be checked
   */
  public boolean holds() {
    return !findings.isEmpty() && findings.stream().allMatch(Finding::holds);
  }

  /**
   * The cells by group.
   *
   * @return in order of first appearance
   */
  public Map<String, List<StudyCell>> groups() {
    Map<String, List<StudyCell>> groups = new LinkedHashMap<>();
    cells.forEach(
        cell -> groups.computeIfAbsent(cell.group(), group -> new ArrayList<>()).add(cell));
    return groups;
  }

  /**
   * Absolute errors of cells.
   *
   * @param cells some cells
   * @return in ascending order
   */
  public static List<Double> errors(List<StudyCell> cells) {
    return cells.stream().map(cell -> Math.abs(cell.error())).sorted().toList();
  }

  /**
   * A quantile, linear between neighbours.
   *
   * @param sorted in ascending order, at least one
   * @param share 0 to 1
   * @return the value below which that share lies
   */
  public static double quantile(List<Double> sorted, double share) {
    double place = share * (sorted.size() - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }

  /**
   * Median, 90th percentile and maximum of a group's absolute errors.
   *
   * @param cells its cells
   * @return by name, as shares
   */
  public static Map<String, Double> summary(List<StudyCell> cells) {
    List<Double> errors = errors(cells);
    Map<String, Double> summary = new TreeMap<>();
    summary.put("median", quantile(errors, 0.5));
    summary.put("p90", quantile(errors, 0.9));
    summary.put("max", quantile(errors, 1));
    return summary;
  }
}

package org.tierlab.command.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A ratio that was measured several times, each time from two figures of the same round. */
final class Ratio {
  private final String group;
  private final String name;
  private final String against;
  private final List<Double> values = new ArrayList<>();
  private final List<Double> nanoseconds = new ArrayList<>();

  /**
   * Nothing measured yet.
   *
   * @param group what it belongs to
   * @param name what was measured
   * @param against what it is compared with
   */
  Ratio(String group, String name, String against) {
    this.group = group;
    this.name = name;
    this.against = against;
  }

  /**
   * A round.
   *
   * @param baseNs what the other took for one unit of work
   * @param ns what this took for one
   */
  void add(double baseNs, double ns) {
    values.add(baseNs / ns);
    nanoseconds.add(ns);
  }

  String group() {
    return group;
  }

  String name() {
    return name;
  }

  String against() {
    return against;
  }

  int rounds() {
    return values.size();
  }

  double median() {
    return median(values);
  }

  double least() {
    return Collections.min(values);
  }

  double greatest() {
    return Collections.max(values);
  }

  /** Nanoseconds for one unit of work. */
  double medianNs() {
    return median(nanoseconds);
  }

  private static double median(List<Double> measured) {
    List<Double> sorted = measured.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  String spread() {
    return String.format(Locale.ROOT, "%.2f … %.2f", least(), greatest());
  }
}

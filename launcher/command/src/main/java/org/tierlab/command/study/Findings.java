package org.tierlab.command.study;

import java.util.List;
import java.util.Locale;
import org.tierlab.command.study.StudyResult.Finding;

/** Words for findings. */
final class Findings {
  private Findings() {}

  /** A quantile of sorted errors that may be no larger than a limit. */
  static Finding atMost(String what, List<Double> errors, double share, double limit) {
    double found = StudyResult.quantile(errors, share);
    return new Finding(
        "%s %s, at most %s".formatted(what, percent(found), percent(limit)), found <= limit);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}

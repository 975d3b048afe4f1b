package org.tierlab.command.experiment;

import java.util.Collection;

/** Finds the word that was probably meant. */
final class Nearest {

  private Nearest() {}

  /**
   * A question to append to a message.
   *
   * @param word what was written
   * @param known what exists
   * @return {@code ; did you mean 'abit'?}, or empty if nothing is near
   */
  static String question(String word, Collection<String> known) {
    int bound = Math.max(1, word.length() / 3);
    String best = "";
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance <= bound) {
        bound = distance - 1;
        best = candidate;
      }
    }
    return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
  }

  /** Levenshtein's edit distance. */
  static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int swap = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(previous[j - 1] + swap, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[to.length()];
  }
}

package org.tierlab.shell.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.Dimension;
import org.tierlab.shell.run.Refusal;
import org.tierlab.sim.plugin.PluginKind;

/** The words that follow a command, taken from the left. */
public final class Arguments {

  private static final long MAX_NS = 1L << 60;

  private final String usage;
  private final Deque<String> words;

  /**
   * The words after a command.
   *
   * @param command whose usage messages name
   * @param words in order
   */
  public Arguments(TierCommand command, List<?> words) {
    usage = ("tier:" + command.word() + " " + command.usage()).trim();
    this.words = new ArrayDeque<>();
    words.forEach(word -> this.words.add(String.valueOf(word)));
  }

  /**
   * A message about usage.
   *
   * @param problem what is wrong
   * @return to be thrown
   */
  Refusal wrong(String problem) {
    return new Refusal(problem + "; usage: " + usage);
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /** The next word, which must be there. */
  String word(String what) {
    String word = words.poll();
    if (word == null) {
      throw wrong(what + " is missing");
    }
    return word;
  }

  /** Takes the next word if it is this one. */
  boolean take(String word) {
    boolean isNext = word.equals(words.peek());
    if (isNext) {
      words.remove();
    }
    return isNext;
  }

  /** The next word, or null. */
  @Nullable String optional() {
    return words.poll();
  }

  /** All that is left as one text, which must be there. */
  String rest(String what) {
    if (words.isEmpty()) {
      throw wrong(what + " is missing");
    }
    String rest = String.join(" ", words);
    words.clear();
    return rest;
  }

  /** Makes sure that nothing is left. */
  void end() {
    if (!words.isEmpty()) {
      throw wrong("'" + words.peek() + "' is too much");
    }
  }

  /** The next word as a kind of plug-ins that runs exchange. */
  PluginKind kind(PluginKind... allowed) {
    String word = word("the kind");
    List<String> known = new ArrayList<>();
    for (PluginKind kind : allowed) {
      if (kind.word().equals(word.toLowerCase(Locale.ROOT))) {
        return kind;
      }
      known.add(kind.word());
    }
    throw wrong("'" + word + "' is no kind, expected " + String.join(" or ", known));
  }

  /** All that is left as a time. */
  long durationNs(String what) {
    String text = rest(what);
    return Dimension.TIME
        .parse(text)
        .map(java.math.BigDecimal::longValue)
        .filter(ns -> ns > 0 && ns < MAX_NS)
        .orElseThrow(() -> wrong("'" + text + "' is no time above 0 with its unit, such as 10 ms"));
  }

  /** All that is left as knobs; a word without equals sign belongs to the value before. */
  Map<String, String> knobs() {
    Map<String, String> knobs = new LinkedHashMap<>();
    String last = "";
    while (!words.isEmpty()) {
      String word = words.remove();
      int equals = word.indexOf('=');
      if (equals > 0) {
        last = word.substring(0, equals);
        if (knobs.put(last, word.substring(equals + 1)) != null) {
          throw wrong("knob '" + last + "' is given twice");
        }
      } else if (last.isEmpty()) {
        throw wrong("'" + word + "' is no KNOB=VALUE");
      } else {
        knobs.merge(last, word, (value, more) -> value + " " + more);
      }
    }
    return knobs;
  }
}

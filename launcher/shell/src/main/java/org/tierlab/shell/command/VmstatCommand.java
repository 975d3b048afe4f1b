package org.tierlab.shell.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;

/** Prints counters as {@code /proc/vmstat} has them. */
final class VmstatCommand implements TierCommand {

  @Override
  public String word() {
    return "vmstat";
  }

  @Override
  public String usage() {
    return "[PATTERN]";
  }

  @Override
  public String about() {
    return "Prints the counters of /proc/vmstat; PATTERN is part of a name, or has * and ? in it.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen) {
    Map<String, Long> counters = new TreeMap<>(runs.current().now().vmstat());
    String pattern = arguments.optional();
    arguments.end();
    StringBuilder text = new StringBuilder();
    counters.forEach(
        (name, value) -> {
          if (pattern == null || glob(pattern).matcher(name).matches()) {
            text.append(name).append(' ').append(value).append('\n');
          }
        });
    if (text.isEmpty()) {
      throw new Refusal(
          pattern == null
              ? "the run has no counters yet"
              : "no counter matches '" + pattern + "'; tier:vmstat prints all");
    }
    screen.print(text.toString());
  }

  /** A part of a name, or a name with {@code *} and {@code ?}. */
  static Pattern glob(String pattern) {
    boolean isGlob = pattern.contains("*") || pattern.contains("?");
    StringBuilder regex = new StringBuilder();
    for (char c : (isGlob ? pattern : "*" + pattern + "*").toCharArray()) {
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(regex.toString());
  }

  @Override
  public List<String> completions(ShellRuns runs, List<String> before) {
    return before.isEmpty() && runs.hasRun()
        ? List.copyOf(new TreeMap<>(runs.current().now().vmstat()).keySet())
        : List.of();
  }
}

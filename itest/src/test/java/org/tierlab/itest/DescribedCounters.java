package org.tierlab.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The counters in doc/reference.md, which is held equal to what the bundles describe. */
final class DescribedCounters {

  private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

  private final List<String> names;

  private DescribedCounters(List<String> names) {
    this.names = names;
  }

  static DescribedCounters read() throws IOException {
    String text = Files.readString(Path.of("../doc/reference.md"));
    String counters = text.substring(text.indexOf("\n## Counters\n"));
    return new DescribedCounters(
        ROW.matcher(counters).results().map(row -> row.group(1)).distinct().toList());
  }

  /** Which of a result's names the reference does not have. */
  List<String> missing(Collection<String> counted) {
    return counted.stream().filter(name -> names.stream().noneMatch(row -> is(name, row))).toList();
  }

  /** Which of the reference's names stand for none that was counted. */
  List<String> without(Collection<String> counted) {
    return names.stream().filter(row -> counted.stream().noneMatch(name -> is(name, row))).toList();
  }

  private static boolean is(String name, String row) {
    return name.matches(
        Pattern.compile("<[a-z]+>|[^<]+").matcher(row).replaceAll(DescribedCounters::expression));
  }

  private static String expression(MatchResult part) {
    return part.group().startsWith("<") ? "[a-z0-9_-]+" : part.group();
  }
}

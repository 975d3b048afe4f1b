package org.tierlab.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A block marked {@code yaml} on a page: an experiment or some of its keys, or a machine
 * description. What an experiment cannot do without and the block does not have is added to it.
 *
 * @param place page and number of the block
 * @param text the block
 */
record ExperimentFragment(String place, String text) {

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** Other tests have the first two; drawings are not marked. */
  private static final Set<String> LANGUAGES = Set.of("console", "java", "yaml", "");

  /** A block whose first line is a key with a value or nothing, or an item of a list. */
  private static final Pattern UNMARKED =
      Pattern.compile("(?:(?<=\\n\\n) {4,}|^```\\n *)(?:[a-z_]+:(?: |$)|- ).*", Pattern.MULTILINE);

  private static final Pattern MARKED =
      Pattern.compile("^```\\w+\\n.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern KEY = Pattern.compile("^([a-z_]+):", Pattern.MULTILINE);

  private static final Map<String, String> USUAL = new LinkedHashMap<>();

  static {
    USUAL.put(
        "machine",
        """
        machine:
          name: fragment
          nodes:
            - {kind: dram, capacity: 1 GiB, latency: 100 ns, bandwidth: 72 GB/s, cpus: 4}
            - {kind: cxl, capacity: 4 GiB, latency: 250 ns, bandwidth: 26 GB/s}
        """);
    USUAL.put("workload", "workload: {name: static, hot_size: 4 MiB, passes: 1000, node: 1}\n");
    USUAL.put("sources", "sources: [abit, damon]\n");
    USUAL.put("policies", "policies: [promote-on-access]\n");
  }

  /** The blocks of a page; those that nobody would look at are an error. */
  static List<ExperimentFragment> of(Path page) throws IOException {
    String text = Files.readString(page);
    List<ExperimentFragment> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (!LANGUAGES.contains(block.group(1))) {
        throw new AssertionError(page + ": no test reads blocks marked '" + block.group(1) + "'");
      }
      if (block.group(1).equals("yaml")) {
        found.add(
            new ExperimentFragment(page.getFileName() + " " + (found.size() + 1), block.group(2)));
      }
    }
    Matcher unmarked = UNMARKED.matcher(MARKED.matcher(text).replaceAll(""));
    if (unmarked.find()) {
      throw new AssertionError(page + ": a block to be marked yaml: " + unmarked.group());
    }
    return found;
  }

  /** Whether the block is of what {@code compare} reads. */
  boolean isCompared() {
    return keys().contains("variants") || keys().contains("columns");
  }

  /** Whether the block is a machine description, which experiments name. */
  boolean isMachine() {
    return keys().contains("nodes");
  }

  /** What an experiment says to be on a machine that is described in a file beside it. */
  ExperimentFragment on(String machine) {
    return new ExperimentFragment(place, "machine: " + machine + "\n");
  }

  private Set<String> keys() {
    return KEY.matcher(text).results().map(key -> key.group(1)).collect(Collectors.toSet());
  }

  /** The whole experiment. */
  String completed() {
    Set<String> keys = keys();
    StringBuilder whole = new StringBuilder(text);
    USUAL.forEach(
        (key, usual) -> {
          if (!keys.contains(key)) {
            whole.append(usual);
          }
        });
    if (keys.contains("columns") && !keys.contains("variants")) {
      whole.append("variants: {one: {}, other: {policies: []}}\n");
    }
    return whole.toString();
  }
}

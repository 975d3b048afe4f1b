package org.tierlab.command.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentDocument;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.stats.Interval;
import org.tierlab.command.stats.Sample;
import org.tierlab.sim.result.OracleBound;
import org.tierlab.sim.result.RunResult;

/**
 * The result document {@code tierlab-result/1}. For several runs the numbers are means over them,
 * {@code runs} holds each run's own, and the hash is over theirs.
 */
public final class ResultDocument {

  /** Name and version of the document's form. */
  public static final String SCHEMA = "tierlab-result/1";

  private ResultDocument() {}

  /**
   * Writes the document.
   *
   * @param plan what was run
   * @param results in order of seed, at least one
   * @return maps, lists, numbers and texts
   */
  public static Map<String, @Nullable Object> of(ExperimentPlan plan, List<RunResult> results) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("schema", SCHEMA);
    document.put("experiment", ExperimentDocument.forPrograms(plan));
    if (results.size() == 1) {
      document.putAll(RunDocument.of(results.get(0)));
      document.put("runtime_s", runtime(results));
    } else {
      putAggregate(document, results);
    }
    return document;
  }

  /**
   * Writes one run's part of the document.
   *
   * @param result the run
   * @return maps, lists, numbers and texts
   */
  public static Map<String, @Nullable Object> ofRun(RunResult result) {
    return RunDocument.of(result);
  }

  private static void putAggregate(
      Map<String, @Nullable Object> document, List<RunResult> results) {
    RunResult first = results.get(0);
    document.put("seed", first.seed());
    document.put("partial", results.stream().anyMatch(result -> !result.complete()));
    document.put("stopped", firstOf(results, RunResult::stopped, ""));
    document.put("simulated_s", mean(results, result -> result.simulatedNs() / 1e9));
    document.put("wall_s", mean(results, result -> result.wallNs() / 1e9));
    document.put("accesses", mean(results, result -> result.total().accesses()));
    document.put("access_unit", first.accessUnit());
    document.put("runtime_s", runtime(results));
    document.put("all_fast_s", mean(results, result -> result.total().allFastNs() / 1e9));
    document.put("oracle_s", oracle(results));
    document.put("all_slow_s", mean(results, result -> result.total().allSlowNs() / 1e9));
    document.put("unattainable", first.bounds().unattainable());
    document.put("nodes", nodes(results));
    document.put("vmstat", means(results, RunResult::vmstat, 1));
    document.put("cpu_s", means(results, result -> result.total().cpuNs(), 1e-9));
    document.put("swaps", joined(results, RunDocument::swaps));
    document.put("plugins", RunDocument.plugins(first));
    document.put("quarantined", joined(results, RunDocument::quarantined));
    document.put("invariants", firstOf(results, RunResult::invariants, "ok"));
    document.put("hash", hash(results));
    List<Object> runs = new ArrayList<>();
    results.forEach(result -> runs.add(RunDocument.of(result)));
    document.put("runs", runs);
  }

  /**
   * Mean, spread and interval of the run times.
   *
   * @param results at least one
   * @return seconds
   */
  public static Map<String, @Nullable Object> runtime(List<RunResult> results) {
    Sample sample = new Sample(results.stream().map(result -> result.runtimeNs() / 1e9).toList());
    Interval interval = sample.ci95();
    Map<String, @Nullable Object> runtime = new LinkedHashMap<>();
    runtime.put("mean", sample.mean());
    runtime.put("stdev", sample.size() == 1 ? null : sample.stdev());
    runtime.put("ci95", interval == null ? null : List.of(interval.low(), interval.high()));
    runtime.put("values", sample.values());
    return runtime;
  }

  /**
   * Mean of the runs' oracle bounds.
   *
   * @param results at least one
   * @return seconds, null if that of any run was not told
   */
  public static @Nullable Double oracle(List<RunResult> results) {
    double sum = 0;
    for (RunResult result : results) {
      OracleBound oracle = result.bounds().oracle();
      if (oracle == null) {
        return null;
      }
      sum += oracle.runtimeNs() / 1e9;
    }
    return sum / results.size();
  }

  private static double mean(List<RunResult> results, ToDoubleFunction<RunResult> number) {
    return results.stream().mapToDouble(number).sum() / results.size();
  }

  private static Map<String, Double> means(
      List<RunResult> results,
      Function<RunResult, Map<String, ? extends Number>> numbers,
      double factor) {
    Map<String, Double> means = new TreeMap<>();
    for (RunResult result : results) {
      numbers
          .apply(result)
          .forEach((name, value) -> means.merge(name, value.doubleValue() * factor, Double::sum));
    }
    means.replaceAll((name, sum) -> sum / results.size());
    return means;
  }

  private static List<Object> nodes(List<RunResult> results) {
    List<Object> nodes = new ArrayList<>();
    for (int i = 0; i < results.get(0).nodes().size(); i++) {
      int id = i;
      Map<String, Object> node =
          new LinkedHashMap<>(RunDocument.node(results.get(0).nodes().get(i)));
      node.put("resident_bytes", mean(results, result -> result.nodes().get(id).residentBytes()));
      node.put("file_bytes", mean(results, result -> result.nodes().get(id).fileBytes()));
      node.put("accesses", mean(results, result -> result.nodes().get(id).accesses()));
      node.put("access_share", mean(results, result -> result.nodes().get(id).accessShare()));
      node.put("bandwidth_gbps", mean(results, result -> result.nodes().get(id).bandwidthGBps()));
      nodes.add(node);
    }
    return nodes;
  }

  private static List<Object> joined(
      List<RunResult> results, Function<RunResult, List<Map<String, Object>>> part) {
    List<Object> joined = new ArrayList<>();
    for (RunResult result : results) {
      for (Map<String, Object> item : part.apply(result)) {
        Map<String, Object> withSeed = new LinkedHashMap<>();
        withSeed.put("seed", result.seed());
        withSeed.putAll(item);
        joined.add(withSeed);
      }
    }
    return joined;
  }

  private static String firstOf(
      List<RunResult> results, Function<RunResult, String> text, String usual) {
    return results.stream()
        .map(text)
        .filter(value -> !value.equals(usual))
        .findFirst()
        .orElse(usual);
  }

  /**
   * One hash for several runs: SHA-256 over theirs, a line each.
   *
   * @param results in order of seed
   * @return null if any is not complete
   */
  public static @Nullable String hash(List<RunResult> results) {
    if (results.stream().anyMatch(result -> result.hash().isEmpty())) {
      return null;
    }
    if (results.size() == 1) {
      return results.get(0).hash();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      results.forEach(
          result -> digest.update((result.hash() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

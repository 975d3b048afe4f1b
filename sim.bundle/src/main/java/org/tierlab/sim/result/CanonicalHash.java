package org.tierlab.sim.result;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;

/**
 * The hash of a result: SHA-256 over the bits of what experiment, seed and changes determine.
 *
 * <p>Numbers go in as bits, not as text, since the text of a double differs between JDKs. Wall
 * time, provenance and the origin of changes stay out.
 */
public final class CanonicalHash {
  private static final String WORKLOAD = PluginKind.WORKLOAD.word();

  private final MessageDigest digest;
  private final ByteBuffer eight = ByteBuffer.allocate(8);

  private CanonicalHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Gives a complete result its hash.
   *
   * @param result without hash
   * @return the same with hash
   */
  public static RunResult seal(RunResult result) {
    CanonicalHash hash = new CanonicalHash();
    hash.result(result);
    return new RunResult(
        result.seed(),
        result.complete(),
        result.stopped(),
        result.simulatedNs(),
        result.runtimeNs(),
        result.accessUnit(),
        result.total(),
        result.phases(),
        result.nodes(),
        result.processes(),
        result.vmstat(),
        result.changes(),
        result.participants(),
        result.quarantined(),
        result.invariants(),
        HexFormat.of().formatHex(hash.digest.digest()),
        result.wallNs(),
        result.bounds());
  }

  private void result(RunResult result) {
    put(result.seed());
    put(result.simulatedNs());
    put(result.runtimeNs());
    put(result.accessUnit());
    summary(result.total());
    put(result.phases().size());
    result.phases().forEach(this::summary);
    put(result.nodes().size());
    for (NodeResult node : result.nodes()) {
      put(node.id());
      put(node.tier());
      put(node.capacityBytes());
      put(node.residentBytes());
      if (node.fileBytes() != 0) {
        put(node.fileBytes());
      }
      put(node.accesses());
      put(node.accessShare());
      put(node.bandwidthGBps());
    }
    put(result.processes().size());
    result
        .processes()
        .forEach(
            (name, pages) -> {
              put(name);
              longs(pages);
            });
    counters(result.vmstat());
    put(result.changes().size());
    result.changes().forEach(this::change);
    // Workloads are what was measured: their accesses are in the figures.
    List<Participant> measured =
        result.participants().stream().filter(one -> !one.kind().equals(WORKLOAD)).toList();
    put(measured.size());
    for (Participant one : measured) {
      put(one.kind());
      put(one.name());
      if (!one.plugin().equals(one.name())) {
        put(one.plugin());
      }
      one.knobs()
          .forEach(
              (name, value) -> {
                put(name);
                value(value);
              });
      counters(one.stats());
    }
    put(result.quarantined().size());
    for (Quarantined one : result.quarantined()) {
      put(one.kind());
      put(one.name());
      put(one.atNs());
      put(one.why());
    }
    put(result.invariants());
  }

  private void summary(Summary summary) {
    put(summary.fromNs());
    put(summary.toNs());
    strings(summary.sources());
    strings(summary.policies());
    put(summary.engine());
    put(summary.accesses());
    longs(summary.nodeAccesses());
    put(summary.promotions());
    put(summary.demotions());
    summary
        .cpuNs()
        .forEach(
            (payer, ns) -> {
              put(payer);
              put(ns);
            });
    put(summary.allFastNs());
    put(summary.allSlowNs());
  }

  private void change(LoggedChange logged) {
    put(logged.atNs());
    put(logged.step());
    put(logged.change().action().name());
    put(logged.change().kind().word());
    put(logged.change().oldName() == null ? "" : logged.change().oldName());
    put(logged.change().setting() == null ? "" : logged.change().setting().name());
    put(logged.outcome());
  }

  private void counters(Map<String, Long> counters) {
    put(counters.size());
    counters.forEach(
        (name, value) -> {
          put(name);
          put(value);
        });
  }

  private void value(Object value) {
    if (value instanceof Double number) {
      put(number.doubleValue());
    } else if (value instanceof Number number) {
      put(number.longValue());
    } else {
      put(value.toString());
    }
  }

  private void longs(List<Long> values) {
    put(values.size());
    values.forEach(this::put);
  }

  private void strings(List<String> values) {
    put(values.size());
    values.forEach(this::put);
  }

  private void put(long value) {
    digest.update(eight.putLong(0, value).array());
  }

  private void put(double value) {
    put(Double.doubleToLongBits(value));
  }

  private void put(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    put(bytes.length);
    digest.update(bytes);
  }
}

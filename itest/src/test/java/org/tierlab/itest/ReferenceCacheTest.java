package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.policy.cache.component.CacheClockComponent;
import org.tierlab.policy.cache.component.CacheLruComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.workload.trace.component.TraceComponent;

/** Reference caches on whole traces, against an LRU and a CLOCK written by hand. */
class ReferenceCacheTest {
  private static final Path REDIS = Path.of("..", "examples", "redis.pages.gz");

  @TempDir private Path folder = Path.of(".");

  /** The page of each line of a trace in {@code pages} form. */
  private static List<Long> pages(Path trace) throws IOException {
    List<Long> pages = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(trace)), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        pages.add(Long.parseLong(line, 0, line.indexOf(' '), 16));
      }
    }
    return pages;
  }

  private static long lruMisses(List<Long> pages, int capacity) {
    Map<Long, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true);
    long misses = 0;
    for (Long page : pages) {
      if (cache.get(page) == null) {
        misses++;
        if (cache.size() == capacity) {
          cache.remove(cache.keySet().iterator().next());
        }
        cache.put(page, true);
      }
    }
    return misses;
  }

  private static long clockMisses(List<Long> pages, int capacity) {
    Map<Long, Integer> slots = new HashMap<>();
    long[] ring = new long[capacity];
    boolean[] referenced = new boolean[capacity];
    int hand = 0;
    long misses = 0;
    for (Long page : pages) {
      Integer slot = slots.get(page);
      if (slot != null) {
        referenced[slot] = true;
        continue;
      }
      misses++;
      while (referenced[hand]) {
        referenced[hand] = false;
        hand = (hand + 1) % capacity;
      }
      if (misses > capacity) {
        slots.remove(ring[hand]);
      }
      ring[hand] = page;
      slots.put(page, hand);
      hand = (hand + 1) % capacity;
    }
    return misses;
  }

  private static RunResult cached(Path trace, String policy, int capacity) throws IOException {
    MachineSpec machine =
        new MachineSpec(
            "cache",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, capacity * 4096L, 100, 72, 1),
                new NodeSpec(NodeSpec.Kind.CXL, 64L << 20, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Experiment experiment =
        new Experiment(
            policy,
            machine,
            new PluginSetting("trace", Map.of("file", trace.toAbsolutePath().toString())),
            -1,
            List.of(),
            List.of(PluginSetting.of(policy)),
            null,
            1,
            List.of(),
            Long.MAX_VALUE,
            Path.of("."));
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(TraceComponent::new)
            .add(CacheLruComponent::new)
            .add(CacheClockComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.bounds().unattainable()).containsExactly(policy);
    return result;
  }

  /** Every miss, and nothing else, is served by the slow node. */
  private static void assertMisses(Path trace, int capacity) throws IOException {
    List<Long> pages = pages(trace);
    long lru = lruMisses(pages, capacity);
    long clock = clockMisses(pages, capacity);

    RunResult asLru = cached(trace, "cache-lru", capacity);
    assertThat(asLru.vmstat()).containsEntry("cache_lru_miss", lru);
    assertThat(asLru.total().nodeAccesses().get(1)).isEqualTo(lru);
    assertThat(asLru.vmstat().get("cache_lru_hit")).isEqualTo(asLru.total().accesses() - lru);

    RunResult asClock = cached(trace, "cache-clock", capacity);
    assertThat(asClock.vmstat()).containsEntry("cache_clock_miss", clock);
    assertThat(asClock.total().nodeAccesses().get(1)).isEqualTo(clock);
  }

  @Test
  void redis() throws IOException {
    assertMisses(REDIS, 500);
    assertMisses(REDIS, 2048);
  }

  @Test
  void sqlite() throws IOException {
    Path trace = folder.resolve("sqlite.pages.gz");
    try (var in = ReferenceCacheTest.class.getResourceAsStream("sqlite.pages.gz")) {
      assertThat(in).isNotNull();
      Files.copy(in, trace, StandardCopyOption.REPLACE_EXISTING);
    }
    assertMisses(trace, 100);
    assertMisses(trace, 1000);
  }

  @Test
  void randomTraces() throws IOException {
    SplittableRandom random = new SplittableRandom(42);
    for (int round = 0; round < 4; round++) {
      int pages = 20 + random.nextInt(2000);
      Path trace = folder.resolve("random" + round + ".pages.gz");
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 20_000; i++) {
        int hot = Math.min(random.nextInt(pages), random.nextInt(pages));
        text.append(Integer.toHexString(0x1000 + hot)).append(" r 5\n");
      }
      try (var out = new GZIPOutputStream(Files.newOutputStream(trace))) {
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
      }
      assertMisses(trace, 1 + random.nextInt(pages));
    }
  }
}

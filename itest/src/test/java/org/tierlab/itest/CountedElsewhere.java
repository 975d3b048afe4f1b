package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Described counters that the small runs of {@link MatrixTest} cannot add to, with the reason and
 * the test that holds them to a number.
 *
 * @param why what the small runs do not have
 * @param test its source
 * @param counters their names in the reference
 */
record CountedElsewhere(String why, String test, List<String> counters) {

  private static CountedElsewhere of(String why, String test, String... counters) {
    return new CountedElsewhere(why, test, List.of(counters));
  }

  private static final String SOURCES = "../scanner.bundles/%1$s/src/test/java/org/tierlab/source/";
  private static final String POLICIES = "../policy.bundles/%1$s/src/test/java/org/tierlab/policy/";

  private static String source(String bundle, String test) {
    return SOURCES.formatted(bundle) + bundle + "/" + test + ".java";
  }

  private static String policy(String bundle, String test) {
    return POLICIES.formatted(bundle) + bundle.replace("-", "") + "/" + test + ".java";
  }

  static final List<CountedElsewhere> ALL =
      List.of(
          of(
              "a second node of DRAM, and load",
              "../sim.bundle/src/test/java/org/tierlab/sim/machine/AccessTermsTest.java",
              "access_load_ns",
              "access_remote",
              "access_remote_ns"),
          of(
              "memory that fills as it is mapped",
              "src/test/java/org/tierlab/itest/CostAttributionTest.java",
              "allocstall",
              "allocstall_movable"),
          of(
              "direct reclaim",
              "../sim.bundle/src/test/java/org/tierlab/sim/engine/CopyWaitTest.java",
              "pgdemote_direct"),
          of(
              "direct reclaim",
              policy("demotion", "LruShrinkerTest"),
              "pgscan_direct",
              "pgsteal_direct"),
          of(
              "a thread that changes the mappings of another",
              "../sim.bundle/src/test/java/org/tierlab/sim/engine/MmapLockTest.java",
              "mmap_lock_contended"),
          of(
              "a process whose mappings are locked while a scanner comes",
              source("lruscan", "LruGenTest"),
              "lru_gen_mmap_trylock_failed"),
          of(
              "a process whose mappings are locked, scans that last, and a migrator in the way",
              source("abit", "ScanThreadTest"),
              "<scanner>_mmap_trylock_failed",
              "<scanner>_full_scan_max_ms",
              "<scanner>_full_scan_min_ms",
              "<scanner>_list_lock_stalls"),
          of(
              "memory too large for a period",
              source("abit", "AccessedBitScannerTest"),
              "<scanner>_missed_deadlines"),
          of(
              "files that are read from storage",
              "../sim.bundle/src/test/java/org/tierlab/sim/engine/PageCacheTest.java",
              "pgpgin"),
          of("huge folios", source("numab", "ProtNoneMarkerTest"), "numa_huge_pte_updates"),
          of(
              "more hot memory than a device counts",
              "src/test/java/org/tierlab/itest/HardwareSourcesTest.java",
              "chmu_counters_exhausted",
              "chmu_hotlist_overflow"),
          of("a process that exits", source("chmu", "ChmuDriverTest"), "chmu_units_gone"),
          of(
              "the tuning of intervals, which is off",
              source("damon", "DamonMonitorTest"),
              "damon_monitor_intervals_tune"),
          of(
              "generations that age, and walks longer than their interval",
              source("lruscan", "LruGenTest"),
              "klruscand_overruns",
              "lru_gen_agings",
              "lru_gen_agings_refused",
              "lru_gen_min_seq"),
          of("a full buffer", source("sampling", "HardwareSamplerTest"), "sampling_lost"),
          of("a quota", policy("damos", "DamosPolicyTest"), "damos_qt_exceeds"),
          of(
              "tasks on each other's nodes",
              policy("homenode", "HomeNodePolicyTest"),
              "numa_task_swapped"),
          of(
              "a fast node with room beyond its watermarks",
              policy("hotstore", "HotStorePolicyTest"),
              "pgpromote_candidate_nrl"),
          of(
              "schemes whose weights it may move",
              policy("interleave-tuner", "InterleaveTunerTest"),
              "interleave_parts_home",
              "interleave_parts_spread"),
          of(
              "a queue that fills, and shares",
              policy("tenant", "TenantPolicyTest"),
              "tenant_dropped",
              "tenant_outdated",
              "tenant_refused"),
          of(
              "records on the lists when a run ends",
              policy("promote-on-access", "RecordsTest"),
              "<scanner>_list_pages",
              "<scanner>_list_runs"),
          of(
              "transfers that fail",
              "../migrator.bundles/dma/src/test/java/org/tierlab/engine/dma/DmaCopyEngineTest.java",
              "dcbm_folios_failures"));

  /** All names, each of which its test really speaks of. */
  static Stream<String> names() throws IOException {
    for (CountedElsewhere one : ALL) {
      String text = Files.readString(Path.of(one.test));
      for (String counter : one.counters) {
        assertThat(text).as(one.test).contains(counter.replaceFirst("<\\w+>", "") + "\"");
      }
    }
    return ALL.stream().flatMap(one -> one.counters.stream());
  }
}

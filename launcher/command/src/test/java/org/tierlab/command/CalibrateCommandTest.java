package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.command.experiment.MachineDescription;

class CalibrateCommandTest extends CommandLineFixture {

  private Path csv(String text) throws Exception {
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  /** The machine that was printed last. */
  private MachineDescription printed() throws Exception {
    Path machine = Files.writeString(folder.resolve("mine.yaml"), out());
    return MachineDescription.read(machine.toString(), folder);
  }

  private static double number(MachineDescription machine, String path) {
    return Double.parseDouble(machine.value(path).replaceAll(" .*", ""));
  }

  private void assertClose(MachineDescription machine, String path, double known, double percent) {
    assertThat(number(machine, path))
        .as("%s in%n%s", path, out())
        .isCloseTo(known, Percentage.withPercentage(percent));
  }

  /** What the unmodified kernel would reach with known constants. */
  private static String calls() {
    StringBuilder text = new StringBuilder("folio,host,folios,vanilla_gbps\n");
    for (int folios : new int[] {1, 8, 64, 512}) {
      for (String folio : new String[] {"64KB", "2MB"}) {
        double bytes = folios * (folio.equals("2MB") ? 2097152.0 : 65536.0);
        double ns = 50_000 + 1200 * folios + bytes / 8;
        text.append(String.format(Locale.ROOT, "%s,idle,%d,%.9f%n", folio, folios, bytes / ns));
      }
    }
    return text + "2MB,busy,64,0.01\n";
  }

  @Test
  void findsWhatCallsOfTheUnmodifiedKernelTell() throws Exception {
    Path rows = csv(calls());
    assertThat(execute("calibrate", rows, "--base", "grace-2s")).as(err()).isZero();
    String first = out();
    MachineDescription read = printed();
    assertClose(read, "costs.copy_thread_gbps", 8, 0.01);
    assertClose(read, "plugins.policy.move-pages.call_ns", 50_000, 0.01);
    double folioNs =
        number(read, "costs.isolate_ns")
            + number(read, "costs.unmap_ns")
            + number(read, "costs.remap_ns");
    assertThat(folioNs).isCloseTo(1200, within(0.1));
    assertThat(read.value("nodes.0.cpus")).as("all else is the base's").isEqualTo("72");
    assertThat(first)
        .contains(
            "#   line 2, move_pages, 1 x 64KB, unmodified: ",
            ", +0.0 %",
            "# Left out: 1 rows of a busy host",
            "#   plugins.engine.multithread.wakeup_ns, 72000 ns: no row depends on it\n",
            "value: 8, source: 'fitted: to lines 2 to 9 of rows.csv, standard error ");
    assertThat(read.value("plugins.engine.multithread.wakeup_ns")).isEqualTo("72 us");
    assertThat(execute("calibrate", rows, "--base", "grace-2s")).isZero();
    assertThat(out()).isEqualTo(first);
  }

  /** Noise of 2 % with 30 latencies and 14 bandwidths. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0.02, 12"})
  void findsLatenciesBandwidthsCacheAndTlb(double noise, double percent) throws Exception {
    MeasuredMachine measured = new MeasuredMachine(noise);
    measured.latencies(0).latencies(1).bandwidths(0).bandwidths(1);
    assertThat(execute("calibrate", csv(measured.rows()))).as(err()).isZero();
    MachineDescription read = printed();
    assertClose(read, "nodes.0.latency", 97, percent / 4);
    assertClose(read, "nodes.1.latency", 243, percent / 4);
    assertClose(read, "nodes.0.bandwidth", 180, percent / 4);
    assertClose(read, "nodes.1.bandwidth", 31, percent / 4);
    assertClose(read, "hypotheses.outstanding_misses", 9, percent / 4);
    assertClose(read, "hypotheses.llc_bytes", 24 << 20, percent);
    assertClose(read, "hypotheses.llc_hit_ns", 21, percent);
    assertClose(read, "hypotheses.tlb_pages", 1800, percent);
    assertClose(read, "hypotheses.walk_miss_ns", 95, percent);
    assertClose(read, "costs.walk_ns", 13, percent);
    assertThat(out())
        .contains("44 rows: median error ", "#   hypotheses.access_cpu_ns, 0 ns: rows do not tell");
    assertThat(read.value("nodes.0.cpus")).isEqualTo("64");
  }

  /** Without the card's rows its latency is the base's; without bandwidths so is all they tell. */
  @Test
  void whatIsNotMeasuredKeepsItsValueAndIsNamed() throws Exception {
    String rows = new MeasuredMachine(0).latencies(0).rows();
    assertThat(execute("calibrate", csv(rows))).as(err()).isZero();
    MachineDescription read = printed();
    assertClose(read, "nodes.0.latency", 97, 1);
    assertThat(read.value("nodes.1.latency")).isEqualTo("250 ns");
    assertThat(out())
        .contains(
            "#   nodes.1.latency, 250 ns: no row depends on it\n",
            "#   nodes.0.bandwidth, 200 GB/s: no row depends on it\n",
            "#   hypotheses.outstanding_misses, 1: no row depends on it\n")
        .doesNotContain("  outstanding_misses:", "bandwidth:", "copy_thread_gbps");
  }

  /** One footprint: cache, walk and latency are one sum, and the latency is what is fitted. */
  @Test
  void whatRowsDoNotTellApartIsNotFittedSilently() throws Exception {
    String rows = "node,footprint_kib,latency_ns\n0,4194304,140\n0,4194304,142\n";
    assertThat(execute("calibrate", csv(rows))).as(err()).isZero();
    assertClose(printed(), "nodes.0.latency", 141 - 25, 0.1);
    assertThat(out())
        .containsPattern("#   costs.walk_ns, 25 ns: rows do not tell it from .*nodes.0.latency")
        .contains("#   hypotheses.llc_bytes, 0 B: ", "#   2 rows: median error 0.7 %");
  }

  /** Threads add up until the path between the nodes is full; small buffers stay in the cache. */
  @Test
  void copiesAndFirstTouches() throws Exception {
    String rows =
        """
        size_kib,threads,copy_gbps
        64,1,40
        65536,1,9
        65536,2,18
        65536,4,36
        65536,8,50
        65536,16,50
        # Another table begins with its own columns.
        pages,first_touch_ns
        1024,800
        """;
    assertThat(execute("calibrate", csv(rows))).as(err()).isZero();
    MachineDescription read = printed();
    assertClose(read, "costs.copy_thread_gbps", 9, 0.1);
    assertClose(read, "costs.copy_path_gbps", 50, 0.1);
    assertClose(read, "costs.minor_fault_ns", 800, 0.1);
    assertThat(out())
        .contains(
            "# Left out: 1 copies of buffers that fit into complex_cache_bytes\n",
            "to lines 3 to 5 of rows.csv",
            "to line 10 of rows.csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node,footprint_kib,ns;0,4,1 | 1: columns 'node,footprint_kib,ns' are those of no measurement, expected node,footprint_kib,latency_ns or node,threads,",
        "node,footprint_kib,latency_ns;0,4 | 2: 2 cells, expected 3",
        "node,footprint_kib,latency_ns;2,4,1 | 2: column 'node' is '2', expected a whole number from 0 to 1",
        "node,footprint_kib,latency_ns;1,3,1 | 2: column 'footprint_kib' is '3', expected a whole number from 4 to",
        "node,footprint_kib,latency_ns;1,4,0 | 2: column 'latency_ns' is '0', expected a number above 0",
        "node,footprint_kib,latency_ns;1,4,1;;node,threads,footprint_kib,bandwidth_gbps;0,0,4,1 | 5: column 'threads' is '0', expected a whole number from 1",
        "folio,host,folios,mt_2_gbps;2MB,idle,1, | 2: no throughput, expected one in vanilla_gbps or mt_THREADS_gbps",
        "folio,host,folios,mt_65_gbps;2MB,idle,1,2 | 2: column 'mt_65_gbps' is of 65 threads, expected at most 64, the CPUs of a node of generic-cxl",
        "folio,host,folios,vanilla_gbps;2MB,busy,1,2 | the rows tell no constant of generic-cxl; left out: 1 rows of a busy host",
        "node,footprint_kib,latency_ns | no rows",
      })
  void badRows(String lines, String message) throws Exception {
    assertThat(execute("calibrate", csv(lines.replace(';', '\n')))).isEqualTo(2);
    assertThat(err())
        .startsWith(folder.resolve("rows.csv") + ":")
        .contains(message)
        .hasLineCount(1);
  }

  @Test
  void badUsage() throws Exception {
    assertThat(execute("calibrate")).isEqualTo(2);
    assertThat(err()).contains("expected a file of measurements, or --host");
    assertThat(execute("calibrate", csv(calls()), "--host")).isEqualTo(2);
    assertThat(execute("calibrate", csv(calls()), "--base", "nowhere")).isEqualTo(2);
  }

  /** What the host's measurement prints is what a fit reads. */
  @Test
  void hostAndFitChain() throws Exception {
    assertThat(execute("calibrate", "--host", "--most", "1")).isZero();
    String rows = out();
    assertThat(rows)
        .containsPattern("(?m)^0,1024,[0-9.]+$")
        .containsPattern("(?m)^0,1,1024,[0-9.]+$")
        .containsPattern("(?m)^64,1,[0-9.]+$")
        .containsPattern("(?m)^16384,[0-9.]+$");
    assertThat(execute("calibrate", csv(rows))).as(err()).isZero();
    MachineDescription read = printed();
    assertThat(out()).contains("#   line 3, latency, node 0, 1024 KiB: ", "# Left out: ");
    assertThat(number(read, "costs.minor_fault_ns")).isPositive();
    assertThat(out())
        .containsPattern("minor_fault_ns: \\{value: .*'fitted: to line \\d+ of rows.csv");
  }
}

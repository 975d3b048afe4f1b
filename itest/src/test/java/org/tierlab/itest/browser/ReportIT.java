package org.tierlab.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What runs leave in folders, and reports as a browser shows them. */
class ReportIT {
  @RegisterExtension static final SharedLab LAB = new SharedLab();

  private static final String STATISTICAL =
      """
      name: uniform-64
      machine:
        nodes:
          - {kind: dram, capacity: 16 GiB, latency: 100 ns, bandwidth: 72 GB/s, cpus: 4}
          - {kind: cxl, capacity: 80 GiB, latency: 250 ns, bandwidth: 26 GB/s}
      mode: statistical
      workload: {name: abench, region: 64 GiB, threads: 4}
      sources: [damon]
      policies: [{name: damos, action: migrate-hot, target_nid: 0, nr_accesses_min: 0}]
      engine: dma
      seed: 1
      limit: 2 s
      """;

  @TempDir private static Path folder;

  private static Path redis;
  private static Path uniform;

  /** The example at an interval that makes ten thousand samples of it, and 64 GiB. */
  @BeforeAll
  static void run() throws Exception {
    redis = folder.resolve("redis");
    run(SharedLab.ROOT.resolve("examples/redis-swap.yaml"), redis, "--interval", "5.86 ms");
    uniform = folder.resolve("uniform");
    run(Files.writeString(folder.resolve("uniform.yaml"), STATISTICAL), uniform);
  }

  private static void run(Path experiment, Path out, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("run", experiment.toString()));
    words.addAll(List.of("--out", out.toString(), "--perfetto", out + ".trace.json"));
    words.addAll(List.of(more));
    Printed printed = Printed.by(() -> LAB.execute(words.toArray(String[]::new)));
    assertThat(printed.status()).as(printed.err()).isZero();
  }

  private static JsonNode json(Path file) throws Exception {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static Browser open(Path page) throws Exception {
    Browser browser = LAB.browser();
    browser.complaints();
    browser.open(page.toUri().toString());
    browser.await("document.documentElement.dataset.ready");
    assertThat(browser.complaints()).isEmpty();
    return browser;
  }

  private static void assertNodes(Browser browser, JsonNode result) throws Exception {
    for (int node = 0; node < result.get("nodes").size(); node++) {
      JsonNode expected = result.get("nodes").get(node);
      String row = "document.querySelectorAll('#nodes tbody tr')[" + node + "].dataset.";
      assertThat(browser.read(row + "resident").asText())
          .isEqualTo(expected.get("resident_bytes").asText());
      assertThat(browser.read(row + "accesses").asText())
          .isEqualTo(expected.get("accesses").asText());
    }
  }

  /** Every figure of the folder has a chart with something on it, and no more than was recorded. */
  private static void assertDrawn(Browser browser, Path out) throws Exception {
    JsonNode figures = json(out.resolve("figures.json"));
    for (JsonNode figure : figures.get("figures")) {
      String canvas = "document.querySelector('#figure-" + figure.get("id").asText() + " canvas')";
      assertThat(browser.read(inked(canvas)).asBoolean()).as(figure.get("title").asText()).isTrue();
      assertThat(figure.get("places").size()).isLessThanOrEqualTo(20_001);
    }
    assertThat(browser.read(inked("document.querySelector('#figure-heat canvas')")).asBoolean())
        .isTrue();
    assertThat(figures.at("/heat/accesses").size()).isBetween(200, 400);
    assertThat(figures.at("/heat/rows").size()).isBetween(64, 192);
    // Lines are made of what a screen can show: a few points for each of its columns.
    assertThat(browser.read("[...Charts.all].every(u => u.data[0].length <= 20001)").asBoolean())
        .isTrue();
  }

  private static String inked(String canvas) {
    return "(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v))("
        + canvas
        + ")";
  }

  @Test
  void theRedisRunShowsItsSwapAndItsNodes() throws Exception {
    Browser browser = open(redis.resolve("report.html"));
    JsonNode result = json(redis.resolve("result.json"));
    assertNodes(browser, result);
    double swapS = result.get("swaps").get(0).get("at_s").asDouble();
    double endS = result.get("simulated_s").asDouble();
    String mark = "document.querySelector('#figure-share .mark')";
    assertThat(browser.read(mark + ".dataset.at").asDouble()).isEqualTo(swapS);
    double share =
        browser
            .read("parseFloat(" + mark + ".style.left) / " + mark + ".parentNode.clientWidth")
            .asDouble();
    assertThat(share).isCloseTo(swapS / endS, within(0.005));
    assertThat(browser.read("document.querySelector('#story').innerText").asText())
        .contains("swap abit → numab at 29.281 s");
    browser.screenshot("report", 1400, 1500);
  }

  @Test
  void tenThousandSamplesAreDrawn() throws Exception {
    Browser browser = open(redis.resolve("report.html"));
    assertThat(browser.read("Math.max(...[...Charts.all].map(u => u.data[0].length))").asInt())
        .isBetween(9_990, 10_010);
    assertDrawn(browser, redis);
    String legends = browser.read("document.querySelector('#charts').innerText").asText();
    assertThat(legends)
        .contains("numa-balancing: promoted pages", "demotion: demoted pages", "target full");
  }

  @Test
  void aDarkPageIsPrintedLightAndStaysDark() throws Exception {
    Browser browser = open(redis.resolve("report.html"));
    String shown =
        "document.documentElement.dataset.theme + document.querySelectorAll('canvas').length";
    browser.click("#theme");
    String before = browser.read(shown).asText();
    assertThat(before).startsWith("dark");
    browser.read(
        "addEventListener('afterprint', () => { window.printed = 'once'; }),"
            + " addEventListener('beforeprint', () => { window.paper ="
            + " document.documentElement.dataset.theme + Math.max(...[...document.querySelectorAll('canvas')]"
            + ".map(c => c.clientWidth)); })");
    assertThat(new String(browser.print(), StandardCharsets.ISO_8859_1)).startsWith("%PDF");
    browser.await("window.printed");
    // A4 is 794 pixels wide.
    assertThat(browser.read("window.paper").asText()).matches("light[67]\\d\\d");
    assertThat(browser.read(shown).asText()).isEqualTo(before);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aStatisticalRunOf64GibShowsItsNodes() throws Exception {
    Browser browser = open(uniform.resolve("report.html"));
    JsonNode result = json(uniform.resolve("result.json"));
    assertThat(result.get("promotions").asLong()).isPositive();
    assertNodes(browser, result);
    assertDrawn(browser, uniform);
  }

  @Test
  void runsOfSeveralFoldersStandSideBySideOnOneAxisOfTime() throws Exception {
    Path page = folder.resolve("both.html");
    Printed printed =
        Printed.by(
            () ->
                LAB.execute(
                    "report", redis.toString(), uniform.toString(), "--page", page.toString()));
    assertThat(printed.status()).as(printed.err()).isZero();
    Browser browser = open(page);
    assertThat(browser.read("document.querySelectorAll('#figure-share .uplot').length").asInt())
        .isEqualTo(2);
    double endS = json(redis.resolve("result.json")).get("simulated_s").asDouble();
    assertThat(
            browser
                .read(
                    "Math.min(...[...Charts.all].filter(u => u.tierTime).map(u => u.scales.x.max))")
                .asDouble())
        .isCloseTo(endS, within(1e-6));
    assertThat(browser.read("document.querySelector('#comparison').innerText").asText())
        .contains("redis-swap", "uniform-64");
  }

  @Test
  void severalVariantsStandSideBySide() throws Exception {
    Path out = folder.resolve("both");
    String example = SharedLab.ROOT.resolve("examples/redis-swap.yaml").toString();
    Printed printed =
        Printed.by(
            () ->
                LAB.execute(
                    "compare",
                    example,
                    "--runs",
                    "2",
                    "--set",
                    "workload.repeat=1",
                    "--variant",
                    "swapped",
                    "--variant",
                    "nothing=sources=[];policies=[];swaps=[]",
                    "--out",
                    out.toString()));
    assertThat(printed.status()).as(printed.err()).isZero();
    Browser browser = open(out.resolve("report.html"));
    assertThat(browser.read("document.querySelectorAll('#figure-share .uplot').length").asInt())
        .isEqualTo(2);
    assertThat(browser.read("document.querySelector('#comparison').innerText").asText())
        .contains("swapped", "nothing");
  }

  @Test
  void aFolderWithoutARunIsRefusedInOneLine() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Files.writeString(broken.resolve("figures.json"), "{\"name\": \"cut of");
    for (String command : List.of("report", "heat")) {
      for (Path bad :
          List.of(empty, broken, folder.resolve("none"), redis.resolve("report.html"))) {
        Printed printed = Printed.by(() -> LAB.execute(command, bad.toString()));
        assertThat(printed.status()).as(printed.err()).isEqualTo(2);
        assertThat(printed.err()).contains(bad.toString()).containsOnlyOnce("\n");
        assertThat(printed.out()).isEmpty();
      }
    }
  }

  @Test
  void theHeatMapIsPlainWhereThereIsNoTerminal() {
    Printed printed = Printed.by(() -> LAB.execute("heat", redis.toString()));
    assertThat(printed.status()).isZero();
    assertThat(printed.out()).doesNotContain("\u001b").contains("node 0 ").contains("0x4000");
    assertThat(printed.err()).isEmpty();
  }

  @Test
  void timelinesFollowTheRulesOfTheirFormat() throws Exception {
    TraceEvents trace = TraceEvents.checked(Path.of(redis + ".trace.json"));
    assertThat(trace.threads("kernel threads")).contains("kmmscand", "kmmmigrated", "kswapd0");
    assertThat(trace.names("tasks in the kernel")).contains("hint fault", "numab: scan");
    assertThat(trace.threads("migration batches")).contains("node 0 → node 1", "node 1 → node 0");
    assertThat(trace.threads("copies by CPUs")).contains("kmmmigrated", "kswapd0", "redis");
    assertThat(trace.instants()).contains("swap abit → numab");
    JsonNode result = json(redis.resolve("result.json"));
    assertThat(trace.pages("migration batches"))
        .isEqualTo(result.get("promotions").asLong() + result.get("demotions").asLong());
    TraceEvents large = TraceEvents.checked(Path.of(uniform + ".trace.json"));
    assertThat(large.threads("copies by devices")).contains("dma0", "dma15");
  }
}

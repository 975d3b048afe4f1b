package org.tierlab.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.boot.TierlabFramework;

/** Reports, as a browser shows them. */
class ReportIT {
  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));
  private static final Path ROOT = HOME.resolve("../../../..").normalize();
  private static final String STATISTICAL =
      """
      name: uniform-64
      machine:
        nodes:
          - {kind: dram, capacity: 16 GiB, latency: 100 ns, bandwidth: 72 GB/s, cpus: 4}
          - {kind: cxl, capacity: 80 GiB, latency: 250 ns, bandwidth: 26 GB/s}
      mode: statistical
      workload: {name: abench, region: 64 GiB, threads: 4}
      sources: [abit]
      policies: [promote-on-access]
      engine: kernel
      seed: 1
      limit: 2 s
      """;

  @TempDir private static Path folder;

  private static TierlabFramework framework;
  private static ToIntFunction<String[]> application;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.start(folder.resolve("profile"));
    framework = TierlabFramework.start(HOME, TierlabFramework.Mode.BATCH);
    application = framework.application(10_000);
  }

  @AfterAll
  static void stop() throws Exception {
    if (framework != null) {
      framework.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  private static int quietly(String... arguments) {
    PrintStream terminal = System.out;
    try {
      System.setOut(new PrintStream(new ByteArrayOutputStream(), true));
      return application.applyAsInt(arguments);
    } finally {
      System.setOut(terminal);
    }
  }

  private static JsonNode result(Path out) throws Exception {
    return new ObjectMapper().readTree(out.resolve("result.json").toFile());
  }

  private static void open(Path page) throws Exception {
    browser.complaints();
    browser.open(page.toUri().toString());
    browser.await("document.documentElement.dataset.ready");
    assertThat(browser.complaints()).isEmpty();
    assertThat(loadMs()).isLessThan(10_000);
  }

  private static double loadMs() throws Exception {
    return browser.read("performance.getEntriesByType('navigation')[0].loadEventEnd").asDouble();
  }

  private static void assertNodes(JsonNode result) throws Exception {
    for (int node = 0; node < result.get("nodes").size(); node++) {
      JsonNode expected = result.get("nodes").get(node);
      String row = "document.querySelectorAll('#nodes tbody tr')[" + node + "].dataset.";
      assertThat(browser.read(row + "resident").asText())
          .isEqualTo(expected.get("resident_bytes").asText());
      assertThat(browser.read(row + "accesses").asText())
          .isEqualTo(expected.get("accesses").asText());
    }
  }

  @Test
  void theRedisRunShowsItsSwapAndItsNodes() throws Exception {
    Path out = folder.resolve("redis");
    String example = ROOT.resolve("examples/redis-swap.yaml").toString();
    assertThat(quietly("run", example, "--out", out.toString())).isZero();
    open(out.resolve("report.html"));
    JsonNode result = result(out);
    assertNodes(result);
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
    screenshot("report", 1400, 1500);
  }

  /** For the documentation: writes pictures to the folder that the property names. */
  static void screenshot(Browser of, String name, int width, int height) throws Exception {
    String pictures = System.getProperty("tierlab.screenshots", "");
    if (!pictures.isEmpty()) {
      of.resize(width, height);
      Thread.sleep(500);
      of.screenshot(Files.createDirectories(Path.of(pictures)).resolve(name + ".png"));
    }
  }

  private static void screenshot(String name, int width, int height) throws Exception {
    screenshot(browser, name, width, height);
  }

  @Test
  void aStatisticalRunOf64GibShowsItsNodes() throws Exception {
    Path file = Files.writeString(folder.resolve("uniform.yaml"), STATISTICAL);
    Path out = folder.resolve("uniform");
    assertThat(quietly("run", file.toString(), "--out", out.toString())).isZero();
    open(out.resolve("report.html"));
    assertNodes(result(out));
    assertThat(browser.read("document.querySelectorAll('#figure-heat canvas').length").asInt())
        .isEqualTo(1);
  }

  @Test
  void severalRunsStandSideBySideOnOneAxisOfTime() throws Exception {
    Path out = folder.resolve("both");
    String example = ROOT.resolve("examples/redis-swap.yaml").toString();
    int status =
        quietly(
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
            out.toString());
    assertThat(status).isZero();
    open(out.resolve("report.html"));
    assertThat(browser.read("document.querySelectorAll('#figure-share .uplot').length").asInt())
        .isEqualTo(2);
    assertThat(browser.read("document.querySelector('#comparison').innerText").asText())
        .contains("swapped", "nothing");
  }
}

package org.tierlab.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.boot.TierlabFramework;

/** The dashboard, as somebody uses it in a browser. */
class DashboardIT {
  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));
  private static final Path ROOT = HOME.resolve("../../../..").normalize();
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/#[0-9a-f]+");
  private static final String SWAP = ".plugin[data-kind=source] select.swap";

  @TempDir private static Path folder;

  private final PrintStream err = System.err;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  private String url() throws Exception {
    for (int i = 0; i < 600; i++) {
      Matcher matcher = URL.matcher(told.toString(StandardCharsets.UTF_8));
      if (matcher.find()) {
        return matcher.group();
      }
      Thread.sleep(50);
    }
    throw new AssertionError(told.toString(StandardCharsets.UTF_8));
  }

  private static int post(String url, String token, String origin) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url.replaceFirst("#.*", "api/pause")))
            .header("X-Tierlab-Token", token)
            .header("Origin", origin)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void somebodySwapsAScannerByClicksAndTheRunReplays() throws Exception {
    Path out = folder.resolve("out");
    try (Browser browser = Browser.start(folder.resolve("profile"))) {
      System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
      try (TierlabFramework framework =
          TierlabFramework.start(HOME, TierlabFramework.Mode.INTERACTIVE, folder)) {
        ToIntFunction<String[]> application = framework.application(10_000);
        String[] words = {"web", "--out", out.toString()};
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread server = new Thread(() -> status.complete(application.applyAsInt(words)), "web");
        server.start();
        use(browser, url());
        assertRefused(url());
        server.interrupt();
        assertThat(status.get(30, TimeUnit.SECONDS)).isZero();
        assertReplays(application, out);
      } finally {
        System.setErr(err);
      }
    }
  }

  private static void use(Browser browser, String url) throws Exception {
    browser.open(url);
    browser.click("#speed option[value='10']");
    browser.await("document.querySelector('#told').innerText === 'set the speed'");
    browser.type("#file", experiment().toString());
    browser.click("#run");
    browser.await("document.querySelector('.plugin[data-name=abit]')");
    browser.click("#pause");
    browser.await("document.querySelector('#subtitle').dataset.state === 'paused'");
    double pausedAt = simulated(browser);
    browser.click(SWAP + " option:nth-child(" + optionOf(browser, "numab") + ")");
    browser.await("document.querySelector('.plugin[data-name=numab]')");
    browser.await("document.querySelectorAll('#changes .change').length === 1");
    String changes = browser.read("document.querySelector('#changes').innerText").asText();
    assertThat(changes).contains("swap source abit → numab (web, ");

    browser.reload();
    browser.await("document.documentElement.dataset.ready");
    assertThat(browser.read("document.querySelector('#changes').innerText").asText())
        .isEqualTo(changes);
    String first = browser.openAnother(url.replaceFirst("#.*", ""));
    browser.await("document.documentElement.dataset.ready");
    assertThat(browser.read("document.querySelector('#changes').innerText").asText())
        .isEqualTo(changes);
    assertThat(browser.read("document.body.className").asText()).isEqualTo("view");
    browser.turnTo(first);

    browser.click("#speed option[value='10']");
    browser.await("Number(document.querySelector('#time').dataset.simulated) > " + pausedAt);
    ReportIT.screenshot(browser, "dashboard", 1400, 1100);
    browser.click("#speed option[value='0']");
    browser.await("document.querySelector('#subtitle').dataset.state === 'over'");
    assertThat(simulated(browser)).isGreaterThan(pausedAt);
    assertThat(browser.complaints()).isEmpty();
  }

  private static double simulated(Browser browser) throws Exception {
    return browser.read("Number(document.querySelector('#time').dataset.simulated)").asDouble();
  }

  private static int optionOf(Browser browser, String plugin) throws Exception {
    return 1
        + browser
            .read(
                "[...document.querySelectorAll('"
                    + SWAP
                    + " option')].findIndex(o => o.text === '"
                    + plugin
                    + "')")
            .asInt();
  }

  private static Path experiment() throws Exception {
    String text = Files.readString(ROOT.resolve("examples/redis-swap.yaml"));
    String alone =
        text.substring(0, text.indexOf("swaps:"))
            .replace("file: redis.pages.gz", "file: " + ROOT.resolve("examples/redis.pages.gz"))
            .replace("repeat: 6", "repeat: 8");
    return Files.writeString(folder.resolve("redis.yaml"), alone);
  }

  private static void assertRefused(String url) throws Exception {
    String token = url.replaceFirst(".*#", "");
    String ours = url.replaceFirst("/#.*", "");
    assertThat(post(url, "0".repeat(token.length()), ours)).isEqualTo(403);
    assertThat(post(url, token, "http://example.org")).isEqualTo(403);
    // The run is over: the request itself is let through.
    assertThat(post(url, token, ours)).isEqualTo(409);
  }

  private static void assertReplays(ToIntFunction<String[]> application, Path out)
      throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    String hash = mapper.readTree(out.resolve("result.json").toFile()).get("hash").asText();
    PrintStream terminal = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      String log = out.resolve("events.jsonl").toString();
      assertThat(application.applyAsInt(new String[] {"run", "--replay", log, "--json"})).isZero();
    } finally {
      System.setOut(terminal);
    }
    assertThat(hash).hasSize(64);
    assertThat(mapper.readTree(printed.toByteArray()).get("hash").asText()).isEqualTo(hash);
  }
}

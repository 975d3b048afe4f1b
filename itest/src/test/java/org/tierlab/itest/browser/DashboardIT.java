package org.tierlab.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.itest.PluginJar;

/** The dashboard, as somebody uses it in a browser. */
class DashboardIT {
  @RegisterExtension static final SharedLab LAB = new SharedLab();

  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/#[0-9a-f]+");
  private static final String TOLD = "document.querySelector('#told').innerText";
  private static final String STATE = "document.querySelector('#subtitle').dataset.state";
  private static final String TIME = "Number(document.querySelector('#time').dataset.simulated)";
  private static final String CHANGES = "document.querySelector('#changes').innerText";

  @TempDir private static Path folder;

  /** Standard error, until it tells an address. */
  private static final class Listener extends ByteArrayOutputStream {
    final CompletableFuture<String> url = new CompletableFuture<>();

    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
      super.write(bytes, from, count);
      Matcher matcher = URL.matcher(toString(StandardCharsets.UTF_8));
      if (matcher.find()) {
        url.complete(matcher.group());
      }
    }
  }

  @Test
  void whatSomebodyDoesByClicksIsLoggedAndReplays() throws Exception {
    for (String name : List.of("calls", "late", "released")) {
      System.getProperties().put("tierlab.itest." + name, new AtomicLong());
    }
    Browser browser = LAB.browser();
    Path out = folder.resolve("out");
    PrintStream err = System.err;
    Listener told = new Listener();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      CompletableFuture<Integer> status = new CompletableFuture<>();
      Thread server =
          new Thread(
              () -> status.complete(LAB.execute("web", "--out", out.toString())), "tierlab web");
      server.start();
      String url = told.url.get(60, TimeUnit.SECONDS);
      try (Socket deaf = neverReading(url)) {
        assertThat(deaf.isConnected()).isTrue();
        use(browser, url);
      } finally {
        server.interrupt();
      }
      assertThat(status.get(60, TimeUnit.SECONDS)).isZero();
    } finally {
      System.setErr(err);
    }
    assertReplays(out);
  }

  /** Somebody who asks for all that happens and never takes it. */
  private static Socket neverReading(String url) throws IOException {
    int port = URI.create(url).getPort();
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1 << 12);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request = "GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void use(Browser browser, String url) throws Exception {
    browser.complaints();
    browser.open(url);
    browser.click("#speed option[value='1']");
    browser.await(TOLD + " === 'set the speed'");
    browser.type("#file", experiment().toString());
    browser.click("#run");
    browser.await("document.querySelector('.plugin[data-name=abit]')");
    browser.click("#pause");
    browser.await(STATE + " === 'paused'");
    swap(browser, "abit", "numab");
    setAKnob(browser);
    step(browser, 250);
    String changes = browser.read(CHANGES).asText();
    assertThat(changes).contains("swap source abit → numab (web, ").contains("knob source numab");

    assertNothingIsLost(browser, url, changes);
    install(browser);
    // A request that is refused is an error on the console, too.
    assertThat(browser.complaints()).singleElement().asString().contains("409");
    step(browser, 8_000);
    browser.screenshot("dashboard", 1400, 1100);
    browser.click("#pause");
    browser.await(STATE + " === 'over'");
    assertThat(browser.complaints()).isEmpty();
  }

  private static void swap(Browser browser, String old, String fresh) throws Exception {
    String select = ".plugin[data-kind=source][data-name=" + old + "] select.swap";
    int option =
        browser
            .read(
                "[...document.querySelectorAll('%s option')].findIndex(o => o.text === '%s')"
                    .formatted(select, fresh))
            .asInt();
    browser.click(select + " option:nth-child(" + (option + 1) + ")");
    browser.await("document.querySelector('.plugin[data-name=" + fresh + "]')");
  }

  private static void setAKnob(Browser browser) throws Exception {
    browser.click(".plugin[data-name=numab] summary");
    browser.type("input[data-knob=scan_size_mb]", "64 MiB\n");
    browser.await(TOLD + ".startsWith('done at ')");
    browser.await("document.querySelectorAll('#changes .change').length === 2");
    browser.await("document.querySelector('input[data-knob=scan_size_mb]').value === '64 MiB'");
  }

  private static void step(Browser browser, int ms) throws Exception {
    double before = browser.read(TIME).asDouble();
    browser.type("#step-ms", Integer.toString(ms));
    browser.click("#step");
    browser.await(TOLD + ".startsWith('at ')");
    browser.await("Math.abs(" + TIME + " - parseFloat(" + TOLD + ".slice(3))) < 1e-6");
    // A step ends with a step of the engine, 1 ms at most; the page has times to a microsecond.
    assertThat(browser.read(TIME).asDouble() - before)
        .isBetween(ms / 1e3 - 1e-6, ms / 1e3 + 0.0011);
    assertThat(browser.read(STATE).asText()).isEqualTo("paused");
  }

  /** Neither by a reload nor for a second page, which has no token. */
  private static void assertNothingIsLost(Browser browser, String url, String changes)
      throws Exception {
    String drawn = "[...document.querySelectorAll('figure')].map(f => f.id).join()";
    String figures = browser.read(drawn).asText();
    assertThat(figures).contains("figure-share", "figure-heat");
    browser.reload();
    browser.await("document.documentElement.dataset.ready");
    assertThat(browser.read(CHANGES).asText()).isEqualTo(changes);
    assertThat(browser.read(drawn).asText()).isEqualTo(figures);
    double time = browser.read(TIME).asDouble();
    String first = browser.openAnother(url.replaceFirst("#.*", ""));
    browser.await("document.documentElement.dataset.ready");
    assertThat(browser.read(CHANGES).asText()).isEqualTo(changes);
    assertThat(browser.read(TIME).asDouble()).isEqualTo(time);
    assertThat(browser.read("document.body.className").asText()).isEqualTo("view");
    browser.closePage(first);
  }

  private static void install(Browser browser) throws Exception {
    browser.choose("#jar", Files.writeString(folder.resolve("bad.jar"), "no jar at all"));
    browser.await(TOLD + " === 'this is no jar with a manifest'");
    assertThat(browser.read("document.querySelector('#told').className").asText())
        .isEqualTo("refused");
    browser.choose("#jar", PluginJar.build(folder.resolve("own.jar"), "1.0.0", "region"));
    browser.await(TOLD + " === 'installed org.tierlab.itest.plugin 1.0.0'");
    browser.await("[...document.querySelectorAll('select option')].some(o => o.text === 'region')");
    swap(browser, "numab", "region");
  }

  private static Path experiment() throws Exception {
    String text = Files.readString(SharedLab.ROOT.resolve("examples/redis-swap.yaml"));
    Path trace = SharedLab.ROOT.resolve("examples/redis.pages.gz");
    String alone =
        text.substring(0, text.indexOf("swaps:"))
            .replace("file: redis.pages.gz", "file: " + trace)
            .replace("repeat: 6", "repeat: 3");
    return Files.writeString(folder.resolve("redis.yaml"), alone);
  }

  private static void assertReplays(Path out) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    String hash = mapper.readTree(out.resolve("result.json").toFile()).get("hash").asText();
    String log = out.resolve("events.jsonl").toString();
    assertThat(Files.readString(Path.of(log)))
        .contains("\"origin\":\"web\"", "scan_size_mb", "region");
    Printed printed = Printed.by(() -> LAB.execute("run", "--replay", log, "--json"));
    assertThat(printed.status()).as(printed.err()).isZero();
    assertThat(hash).hasSize(64);
    assertThat(mapper.readTree(printed.out()).get("hash").asText()).isEqualTo(hash);
  }
}

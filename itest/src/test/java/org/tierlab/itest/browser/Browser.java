package org.tierlab.itest.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A headless Chromium, driven by ChromeDriver over the WebDriver protocol (W3C Recommendation
 * 2018).
 */
final class Browser implements AutoCloseable {
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Control and a, and control is let go. */
  private static final String SELECT_ALL = "\uE009a\uE000";

  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;
  private final String id;

  /**
   * Starts a browser, or has the test skipped where there is none; fails there if the environment
   * has {@code TIERLAB_BROWSER=required}.
   */
  static Browser start(Path profile) throws Exception {
    Path driver = Path.of("/usr/bin/chromedriver");
    Path chromium = Path.of("/usr/bin/chromium");
    if (!Files.isExecutable(driver) || !Files.isExecutable(chromium)) {
      String missing = "no /usr/bin/chromium with chromedriver: pages are not tested in a browser";
      if ("required".equals(System.getenv("TIERLAB_BROWSER"))) {
        Assertions.fail(missing);
      }
      System.err.println("skipped: " + missing);
      Assumptions.abort(missing);
    }
    return new Browser(driver, chromium, profile);
  }

  private Browser(Path chromedriver, Path chromium, Path profile) throws Exception {
    driver =
        new ProcessBuilder(chromedriver.toString(), "--port=0").redirectErrorStream(true).start();
    session = "http://127.0.0.1:" + port() + "/session";
    List<String> arguments =
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1400,1000",
            "--user-data-dir=" + profile);
    Map<String, Object> capabilities =
        Map.of(
            "browserName",
            "chrome",
            "goog:loggingPrefs",
            Map.of("browser", "ALL"),
            "goog:chromeOptions",
            Map.of("binary", chromium.toString(), "args", arguments));
    JsonNode made =
        send("POST", session, Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
    id = made.get("sessionId").asText();
  }

  private String port() throws IOException {
    BufferedReader out = driver.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = PORT.matcher(line);
      if (matcher.find()) {
        Thread drain = new Thread(() -> out.lines().forEach(unused -> {}), "chromedriver");
        drain.setDaemon(true);
        drain.start();
        return matcher.group(1);
      }
    }
    throw new IOException("chromedriver has no port");
  }

  private JsonNode send(String method, String url, Object body) throws Exception {
    HttpRequest.BodyPublisher content =
        method.equals("POST")
            ? HttpRequest.BodyPublishers.ofString(mapper.writeValueAsString(body))
            : HttpRequest.BodyPublishers.noBody();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, content)
            .build();
    String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    JsonNode value = mapper.readTree(answer).path("value");
    if (value.has("error")) {
      throw new IllegalStateException(value.path("message").asText());
    }
    return value;
  }

  private JsonNode post(String command, Object body) throws Exception {
    return send("POST", session + "/" + id + "/" + command, body);
  }

  private JsonNode get(String command) throws Exception {
    return send("GET", session + "/" + id + "/" + command, Map.of());
  }

  void open(String url) throws Exception {
    post("url", Map.of("url", url));
  }

  void reload() throws Exception {
    post("refresh", Map.of());
  }

  /** Opens a second page and goes there; gives the handle of the first. */
  String openAnother(String url) throws Exception {
    String first = get("window").asText();
    String second = post("window/new", Map.of("type", "tab")).get("handle").asText();
    turnTo(second);
    open(url);
    return first;
  }

  /** Closes the present page and goes back to another. */
  void closePage(String backTo) throws Exception {
    send("DELETE", session + "/" + id + "/window", Map.of());
    turnTo(backTo);
  }

  private void turnTo(String handle) throws Exception {
    post("window", Map.of("handle", handle));
  }

  /** Evaluates an expression in the page. */
  JsonNode read(String expression) throws Exception {
    return post("execute/sync", Map.of("script", "return " + expression, "args", List.of()));
  }

  /**
   * Waits until an expression is true in the page; the page looks again after each of its tasks.
   */
  void await(String expression) throws Exception {
    String script =
        """
        const done = arguments[0];
        const look = () => (%s) ? done(true) : setTimeout(look);
        look();
        """
            .formatted(expression);
    try {
      post("execute/async", Map.of("script", script, "args", List.of()));
    } catch (IllegalStateException e) {
      throw new AssertionError(
          "never: " + expression + "; the page says: " + read("document.body.innerText"), e);
    }
  }

  /** Clicks on what a selector finds, as a mouse does. */
  void click(String selector) throws Exception {
    JsonNode element = find(selector);
    post("element/" + element.get(ELEMENT).asText() + "/click", Map.of());
  }

  /** Types into an input in place of what is there. */
  void type(String selector, String text) throws Exception {
    String element = find(selector).get(ELEMENT).asText();
    post("element/" + element + "/value", Map.of("text", SELECT_ALL + text));
  }

  private JsonNode find(String selector) throws Exception {
    return post("element", Map.of("using", "css selector", "value", selector));
  }

  /** What pages wrote to the console since the last time: warnings and errors. */
  List<String> complaints() throws Exception {
    JsonNode log = post("se/log", Map.of("type", "browser"));
    return log.findParents("level").stream()
        .filter(entry -> !entry.get("level").asText().matches("INFO|DEBUG"))
        .map(entry -> entry.get("message").asText())
        .toList();
  }

  /**
   * For the documentation: writes a picture to the folder that the property {@code
   * tierlab.screenshots} names, if it does.
   */
  void screenshot(String name, int width, int height) throws Exception {
    String pictures = System.getProperty("tierlab.screenshots", "");
    if (!pictures.isEmpty()) {
      post("window/rect", Map.of("width", width, "height", height));
      // Charts are drawn anew in their new size.
      post(
          "execute/async",
          Map.of("script", "Charts.shown(() => Charts.shown(arguments[0]))", "args", List.of()));
      Path file = Files.createDirectories(Path.of(pictures)).resolve(name + ".png");
      Files.write(file, Base64.getDecoder().decode(get("screenshot").asText()));
    }
  }

  /** The page as a printer gets it: a PDF on A4. */
  byte[] print() throws Exception {
    return Base64.getDecoder().decode(post("print", Map.of()).asText());
  }

  /** Gives a file to an input of the page. */
  void choose(String selector, Path file) throws Exception {
    String element = find(selector).get(ELEMENT).asText();
    post("element/" + element + "/value", Map.of("text", file.toString()));
  }

  @Override
  public void close() {
    try {
      send("DELETE", session + "/" + id, Map.of());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      driver.destroy();
    }
  }
}

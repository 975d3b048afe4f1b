package org.tierlab.web.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.report.Json;
import org.tierlab.report.page.PageResources;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;

/**
 * The server of one dashboard: a page at {@code /}, its events at {@code /events}, controls below
 * {@code /api/}. It asks the run for its state a few times a second, and only while somebody looks
 * on.
 */
public final class Dashboard implements AutoCloseable {
  private static final long PERIOD_MS = 500;
  private static final int MOST_BODY = 1 << 16;
  private static final String API = "/api/";

  private final HttpServer server;
  private final Admission admission;
  private final Viewers viewers = new Viewers();
  private final Pace pace;
  private final Controls controls;
  private final Uploads uploads;
  private final RunState state;
  private final ExecutorService workers = Executors.newCachedThreadPool(Dashboard::daemon);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Dashboard::daemon);
  private final ScheduledFuture<?> looking;
  private final Path folder;
  private String shown = "";

  /**
   * Starts a server.
   *
   * @param runs the runs to show
   * @param plugins receives uploads
   * @param address where to listen
   * @param port a TCP port, 0 for any
   * @throws IOException if nobody can listen there
   */
  public Dashboard(ShellRuns runs, PluginHost plugins, String address, int port)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
    admission = new Admission(address, server.getAddress().getPort());
    folder = Files.createTempDirectory("tierlab-web-");
    pace = new Pace(runs);
    controls = new Controls(runs, pace);
    uploads = new Uploads(plugins, folder);
    state = new RunState(runs, pace);
    server.setExecutor(workers);
    server.createContext("/", this::answer);
    server.start();
    looking = clock.scheduleWithFixedDelay(this::look, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tierlab-web");
    thread.setDaemon(true);
    return thread;
  }

  /** The address to open; the token behind the # stays in the browser. */
  public String url() {
    return "http://" + admission.authority() + "/#" + admission.token();
  }

  private void look() {
    if (!viewers.areWaiting()) {
      return;
    }
    try {
      String now = state.json();
      if (!now.equals(shown)) {
        shown = now;
        viewers.show(now);
      }
    } catch (RuntimeException e) {
      viewers.show(Json.line(Map.of("problem", String.valueOf(e.getMessage()))));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String refusal = admission.refusesLook(exchange);
      String path = exchange.getRequestURI().getPath();
      if (!refusal.isEmpty()) {
        Replies.send(exchange, 421, "text/plain", refusal);
      } else if (path.startsWith(API)) {
        change(exchange, path.substring(API.length()));
      } else if (!exchange.getRequestMethod().equals("GET")) {
        Replies.send(exchange, 405, "text/plain", "only GET");
      } else if (path.equals("/events")) {
        viewers.serve(exchange);
      } else if (path.equals("/")) {
        Replies.send(exchange, 200, "text/html", page());
      } else {
        Replies.send(exchange, 404, "text/plain", "there is no " + path);
      }
    }
  }

  private static String page() {
    return PageResources.fill(
        resource("dashboard.html"),
        Map.of(
            "style", PageResources.style() + resource("dashboard.css"),
            "script", PageResources.charts() + "\n" + resource("dashboard.js")));
  }

  private static String resource(String name) {
    try (var in = Dashboard.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void change(HttpExchange exchange, String what) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      Replies.send(exchange, 405, "text/plain", "only POST");
      return;
    }
    String refusal = admission.refusesChange(exchange);
    if (!refusal.isEmpty()) {
      Replies.send(exchange, 403, "text/plain", refusal);
      return;
    }
    try {
      String told =
          what.equals("install")
              ? "installed " + uploads.install(exchange.getRequestBody())
              : controls.act(what, body(exchange));
      Replies.send(exchange, 200, "text/plain", told);
    } catch (Refusal e) {
      Replies.send(exchange, 409, "text/plain", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Object> body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BODY + 1);
    if (bytes.length > MOST_BODY) {
      throw new Refusal("the request is too long");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      return text.isBlank() ? Map.of() : Json.read(text);
    } catch (IOException e) {
      throw new Refusal("the request is no JSON object: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    looking.cancel(false);
    clock.shutdownNow();
    viewers.close();
    pace.close();
    server.stop(0);
    workers.shutdownNow();
    delete();
  }

  private void delete() {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      System.err.println("tierlab: cannot delete " + folder + ": " + e.getMessage());
    }
  }
}

package org.tierlab.web.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pages that look on. Each has a thread that writes server-sent events, and one place for the
 * latest state: what a slow page has not taken when the next state comes is dropped, and a page
 * that is gone is found out when it is written to. Nobody waits for a page.
 */
final class Viewers {
  /** More pages at once are turned away. */
  static final int MOST = 32;

  private static final long PATIENCE_MS = 2_000;

  private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
  private volatile String latest = "";
  private volatile boolean closed;

  private static final class Viewer {
    private final BlockingQueue<String> next = new ArrayBlockingQueue<>(1);
    private volatile boolean gone;

    boolean isWaiting() {
      return next.isEmpty();
    }

    synchronized void offer(String event) {
      next.clear();
      next.add(event);
    }

    /** What there was before it came, unless it has got something later already. */
    synchronized void begin(String event) {
      if (next.isEmpty() && !event.isEmpty()) {
        next.add(event);
      }
    }

    /** The latest event, null if none has come in time. */
    @Nullable String take() throws InterruptedException {
      return next.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** Whether any page has taken the latest state and can take another. */
  boolean areWaiting() {
    return viewers.stream().anyMatch(Viewer::isWaiting);
  }

  /** Shows a state to all. */
  void show(String json) {
    latest = json;
    viewers.forEach(viewer -> viewer.offer(json));
  }

  /** Serves one page until it is gone. */
  void serve(HttpExchange exchange) throws IOException {
    if (viewers.size() >= MOST) {
      Replies.send(exchange, 503, "text/plain", "too many pages look on");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, 0);
    Viewer viewer = new Viewer();
    viewers.add(viewer);
    viewer.begin(latest);
    try (OutputStream out = exchange.getResponseBody()) {
      while (!closed && !viewer.gone) {
        String event = viewer.take();
        // A comment keeps the connection alive, and finds out whether it is.
        String text = event == null ? ":\n\n" : "event: state\ndata: " + event + "\n\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      viewer.gone = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      viewers.remove(viewer);
    }
  }

  void close() {
    closed = true;
    viewers.forEach(viewer -> viewer.offer("{}"));
  }
}

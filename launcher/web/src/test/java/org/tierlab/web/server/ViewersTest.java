package org.tierlab.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewersTest {
  private static final String BEGUN = "\r\n\r\n";
  private static final byte[] NOTHING = {};

  private final Viewers viewers = new Viewers();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch oneIsGone = new CountDownLatch(1);
  private HttpServer server;
  private int port;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    port = server.getAddress().getPort();
    server.setExecutor(workers);
    server.createContext(
        "/",
        exchange -> {
          viewers.serve(exchange);
          oneIsGone.countDown();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    viewers.close();
    server.stop(0);
    workers.shutdownNow();
  }

  private Loopback page() throws IOException {
    Loopback page = new Loopback(port);
    page.send("GET", "/events", NOTHING, "Host: 127.0.0.1:" + port);
    return page;
  }

  @Test
  void aPageThatNeverReadsHoldsNobodyUpAndIsForgottenWhenItIsGone() throws Exception {
    try (Loopback reader = page()) {
      reader.readTo(BEGUN);
      try (Loopback deaf = page()) {
        deaf.readTo(BEGUN);
        // More than sockets on both sides can hold. Nothing of this waits for a page.
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 16; i++) {
          viewers.show(large);
        }
        viewers.show("the latest");
        reader.readTo("data: the latest\n\n");
        assertThat(oneIsGone.getCount()).isEqualTo(1);
      }
      oneIsGone.await();
      viewers.show("later still");
      reader.readTo("data: later still\n\n");
    }
  }

  @Test
  void aPageThatComesLaterGetsTheLatestState() throws Exception {
    assertThat(viewers.areWaiting()).isFalse();
    viewers.show("one");
    viewers.show("two");
    try (Loopback late = page()) {
      late.readTo(BEGUN);
      late.readTo("data: two\n\n");
    }
  }

  @Test
  void moreThanSoManyPagesAreTurnedAway() throws Exception {
    List<Loopback> pages = new ArrayList<>();
    try {
      for (int i = 0; i < Viewers.MOST; i++) {
        pages.add(page());
        pages.get(i).readTo("200 OK");
      }
      Loopback.Reply refused =
          Loopback.ask(port, "GET", "/events", NOTHING, "Host: 127.0.0.1:" + port);
      assertThat(refused.status()).isEqualTo(503);
    } finally {
      for (Loopback page : pages) {
        page.close();
      }
    }
  }
}

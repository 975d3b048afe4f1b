package org.tierlab.web.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.shell.run.RunFiles;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.web.server.Loopback.Reply;

class DashboardTest {
  private static final byte[] NOTHING = {};

  private final PluginHost plugins = mock(PluginHost.class);
  private Dashboard dashboard;
  private int port;
  private String token;

  @BeforeEach
  void listen() throws IOException {
    ShellRuns runs =
        new ShellRuns(
            plugins,
            (experiment, lent) -> {
              throw new IllegalStateException("nothing is run here");
            },
            new RunFiles(null, null),
            run -> {});
    dashboard = new Dashboard(runs, plugins, "127.0.0.1", 0);
    URI url = URI.create(dashboard.url());
    port = url.getPort();
    token = url.getFragment();
  }

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private Reply change(String what, byte[] body, String... more) throws IOException {
    String[] headers = {
      "Host: 127.0.0.1:" + port,
      "Origin: http://127.0.0.1:" + port,
      "X-Tierlab-Token: " + token,
      more.length == 0 ? "Sec-Fetch-Site: same-origin" : more[0]
    };
    return Loopback.ask(port, "POST", "/api/" + what, body, headers);
  }

  /** What browsers send for a page of this server, of another one, and of none. */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, same-origin, ours, 409",
    "localhost, localhost, same-origin, ours, 409",
    "127.0.0.1, 127.0.0.1, '', ours, 409",
    "127.0.0.1, 127.0.0.1, cross-site, ours, 403",
    "127.0.0.1, 127.0.0.1, same-site, ours, 403",
    "127.0.0.1, 127.0.0.1, none, ours, 403",
    "127.0.0.1, localhost, same-origin, ours, 403",
    "127.0.0.1, evil.example, cross-site, ours, 403",
    "127.0.0.1, '', '', ours, 403",
    "127.0.0.1, 127.0.0.1, same-origin, '', 403",
    "127.0.0.1, 127.0.0.1, same-origin, other, 403",
    "evil.example, evil.example, same-origin, ours, 421",
    "'', 127.0.0.1, same-origin, ours, 421"
  })
  void aChangeNeedsTheTokenAndAPageOfThisServer(
      String host, String origin, String site, String given, int status) throws IOException {
    Map<String, String> tokens = Map.of("ours", token, "other", "0".repeat(token.length()));
    Reply reply =
        Loopback.ask(
            port,
            "POST",
            "/api/pause",
            NOTHING,
            host.isEmpty() ? "X-None: 1" : "Host: " + host + ":" + port,
            origin.isEmpty() ? "X-None: 2" : "Origin: http://" + origin + ":" + port,
            site.isEmpty() ? "X-None: 3" : "Sec-Fetch-Site: " + site,
            given.isEmpty() ? "X-None: 4" : "X-Tierlab-Token: " + tokens.get(given));
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    if (status == 409) {
      assertThat(reply.text()).startsWith("there is no run yet");
    }
  }

  @Test
  void aNameThatWasReboundToThisMachineShowsNothing() throws IOException {
    for (String path : new String[] {"/", "/events"}) {
      Reply reply = Loopback.ask(port, "GET", path, NOTHING, "Host: evil.example:" + port);
      assertThat(reply.status()).isEqualTo(421);
      assertThat(reply.text()).doesNotContain("catalogue").doesNotContain("<script");
    }
    Reply ours = Loopback.ask(port, "GET", "/", NOTHING, "Host: 127.0.0.1:" + port);
    assertThat(ours.status()).isEqualTo(200);
    assertThat(ours.text()).contains("<script").doesNotContain(token);
  }

  @Test
  void lookingAndChangingHaveMethodsOfTheirOwn() throws IOException {
    String host = "Host: 127.0.0.1:" + port;
    assertThat(Loopback.ask(port, "GET", "/api/pause", NOTHING, host).status()).isEqualTo(405);
    assertThat(Loopback.ask(port, "POST", "/", NOTHING, host).status()).isEqualTo(405);
    assertThat(Loopback.ask(port, "GET", "/etc/passwd", NOTHING, host).status()).isEqualTo(404);
  }

  @Test
  void whatCannotBeDoneIsRefusedInWords() throws IOException {
    assertRefused("fly", "{}", "there is no control 'fly'");
    assertRefused("speed", "{\"factor\":\"fast\"}", "'factor' is no number");
    assertRefused("speed", "{\"factor\":-1}", "the speed is -1.0, expected 0 to 1000000.0");
    assertRefused("step", "{\"ms\":0}", "the step is 0.0 ms, expected more than 0");
    assertRefused("step", "{}", "'ms' is missing");
    assertRefused("swap", "{\"kind\":\"shoe\"}", "there is no kind 'shoe'");
    assertRefused("run", "[1]", "the request is no JSON object");
    assertRefused("run", " ".repeat(1 << 17), "the request is too long");
    assertRefused("run", "{\"file\":\"/none.yaml\"}", "/none.yaml");
  }

  private void assertRefused(String what, String body, String words) throws IOException {
    Reply reply = change(what, body.getBytes(UTF_8));
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.text()).startsWith(words);
  }

  private void assertNotInstalled(byte[] jar, String words) throws IOException {
    Reply reply = change("install", jar);
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.text()).contains(words).doesNotContain("\n");
    verify(plugins, never()).install(any());
  }

  private static byte[] jar(Map<String, String> headers, int entryBytes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
      out.setLevel(1);
      out.putNextEntry(new ZipEntry("content"));
      byte[] block = new byte[1 << 16];
      for (int left = entryBytes; left > 0; left -= block.length) {
        out.write(block, 0, Math.min(left, block.length));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void aJarThatIsTooLargeIsRefused() throws IOException {
    assertNotInstalled(new byte[Uploads.MOST_BYTES + 1], "the jar is larger than 16 MiB");
    assertNotInstalled(new byte[Uploads.MOST_BYTES], "this is no jar with a manifest");
    assertNotInstalled(jar(Map.of(), (128 << 20) + 1), "the jar unpacks to more than 128 MiB");
  }

  @Test
  void aJarIsLookedAtBeforeItIsInstalled() throws IOException {
    assertNotInstalled("no jar".getBytes(UTF_8), "this is no jar with a manifest");
    assertNotInstalled(jar(Map.of(), 1), "it is no bundle");
    Map<String, String> plain = Map.of("Bundle-SymbolicName", "org.example.plain");
    assertNotInstalled(jar(plain, 1), "it offers no plug-in");
    Map<String, String> newer =
        Map.of(
            "Bundle-SymbolicName", "org.example.newer",
            "Import-Package", "org.tierlab.api.magic;version=\"[1.0,2)\"");
    assertNotInstalled(jar(newer, 1), "it needs package org.tierlab.api.magic");
    byte[] damaged = jar(plain, 100_000);
    // Within the content, behind the manifest.
    damaged[damaged.length - 300] ^= 0x55;
    assertNotInstalled(damaged, "the jar cannot be read");
  }
}

package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell at a real terminal, a pseudo-terminal that {@code script} of util-linux makes: keys are
 * typed and the screen is read.
 */
class TerminalIT {
  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final Pattern CONTROL = Pattern.compile("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]");
  private static final long PATIENCE_S = 120;
  private static final String EXPERIMENT =
      """
      machine:
        name: small
        nodes:
          - {kind: dram, capacity: 8 MiB, latency: 100 ns, bandwidth: 72 GB/s, cpus: 4}
          - {kind: cxl, capacity: 64 MiB, latency: 250 ns, bandwidth: 26 GB/s}
      workload: {name: abench, region: 16 MiB, threads: 2, iterations: 1000000, node: -1}
      sources: [abit]
      policies: [promote-on-access]
      """;

  @TempDir private Path folder;

  /** What the screen has shown so far, without colours and moves of the cursor. */
  private static final class Screen {
    private final InputStream in;
    private final StringBuilder shown = new StringBuilder();

    Screen(InputStream in) {
      this.in = in;
    }

    /** Reads on until something new shows. */
    String until(String expected) throws IOException {
      int from = shown.length();
      byte[] bytes = new byte[4096];
      while (true) {
        String text = CONTROL.matcher(shown.substring(from)).replaceAll("");
        if (text.contains(expected)) {
          return text;
        }
        int count = in.read(bytes);
        assertThat(count).as("'%s' does not show after: %s", expected, text).isPositive();
        shown.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
      }
    }
  }

  private static void press(OutputStream keyboard, String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  @Test
  void tabCompletesCommandsKnobsPluginsAndFiles() throws Exception {
    assumeThat(SCRIPT).exists();
    Files.writeString(folder.resolve("small.yaml"), EXPERIMENT);
    String line = "stty cols 120 rows 40; exec '" + HOME.resolve("tierlab") + "' shell";
    ProcessBuilder builder =
        new ProcessBuilder(SCRIPT.toString(), "-qec", line, "/dev/null")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    Thread patience = watch(process);
    try (OutputStream keyboard = process.getOutputStream()) {
      Screen screen = new Screen(process.getInputStream());
      screen.until("tierlab> ");
      press(keyboard, "tier:ru\t");
      screen.until("tier:run ");
      press(keyboard, "sm\t");
      screen.until("small.yaml ");
      press(keyboard, "--pau\t\n");
      screen.until("tierlab> ");
      press(keyboard, "tier:kn\t");
      screen.until("tier:knob ");
      press(keyboard, "se\tscan_sl\t");
      screen.until("scan_sleep_ms ");
      press(keyboard, "20\n");
      assertThat(screen.until("tierlab> ")).contains("set abit.scan_sleep_ms to 20 ms at 0 ns");
      press(keyboard, "tier:swap source abit num\t\n");
      assertThat(screen.until("tierlab> ")).contains("numab").contains(": done");
      press(keyboard, "\u0004");
      screen.until("the run ended early");
      assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
      patience.interrupt();
    }
  }

  /** Ends a shell that shows nothing more, so that reading its screen ends too. */
  private static Thread watch(Process process) {
    Thread patience =
        new Thread(
            () -> {
              try {
                if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "patience");
    patience.setDaemon(true);
    patience.start();
    return patience;
  }
}

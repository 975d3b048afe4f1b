package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tierlab.boot.TierlabFramework;

/** The published file of damo, unchanged, on the command line and in the shell. */
class DamoIT {
  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String EXAMPLE = ROOT.resolve("examples/interleave.yaml").toString();
  private static final long PAGES = 1027 * 256;

  private static TierlabFramework framework;
  private static ToIntFunction<String[]> application;

  @BeforeAll
  static void start() throws Exception {
    framework = TierlabFramework.start(HOME, TierlabFramework.Mode.BATCH);
    application = framework.application(10_000);
  }

  @AfterAll
  static void stop() {
    framework.close();
  }

  private static String output(String... arguments) {
    PrintStream terminal = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      assertThat(application.applyAsInt(arguments)).isZero();
    } finally {
      System.setOut(terminal);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void equalWeightsEndWith514MebibytesOnEachNode() {
    String printed = output("run", EXAMPLE);
    assertThat(printed)
        .contains("invariants: ok")
        .containsPattern("0:static +514 +514 +1027\n")
        .contains("name: damos", "dest1_weight: 1", "monitor: damon");
  }

  @Test
  void twoToOneLeavesTwoThirdsToWithinAPage() {
    String document = output("run", EXAMPLE, "--set", "policies.0.dest0_weight=2", "--json");
    Matcher pages = Pattern.compile("\"0:static\" : \\[ (\\d+), (\\d+) \\]").matcher(document);
    assertThat(pages.find()).as(document).isTrue();
    List<Long> onNodes = List.of(Long.valueOf(pages.group(1)), Long.valueOf(pages.group(2)));
    assertThat(onNodes.get(0)).isBetween(PAGES * 2 / 3, PAGES * 2 / 3 + 1);
    assertThat(onNodes.get(0) + onNodes.get(1)).isEqualTo(PAGES);
  }
}

package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TraceCommandTest extends CommandLineFixture {

  private static final String PAGES = "7f01 r 10\n7f02 w 20\n7f01 m 1000\n7f03 r 5\n";

  @Test
  void importsAndShows() throws Exception {
    Path source = Files.writeString(folder.resolve("a.pages"), PAGES);
    Path target = folder.resolve("a.trace");
    assertThat(execute("trace", "import", source, target)).isZero();
    assertThat(out()).startsWith(source + " -> " + target + "\n").contains("touched pages");
    assertThat(execute("trace", "info", target)).isZero();
    String info = out();
    assertThat(info)
        .startsWith(target + ": format native, compression none, ")
        .containsPattern("  accesses +4\n")
        .containsPattern("  writes +2\n")
        .containsPattern("  touched pages +3\n");
    assertThat(execute("trace", "info", source)).isZero();
    assertThat(out().lines().skip(1)).containsExactlyElementsOf(info.lines().skip(1).toList());
    assertThat(err()).isEmpty();
  }

  @Test
  void headStopsWhereAsked() throws Exception {
    Path source = Files.writeString(folder.resolve("a.pages"), PAGES + "damage\n");
    assertThat(execute("trace", "head", source, "-n", 3)).isZero();
    assertThat(out())
        .isEqualTo(
            """
            task  page  kind       gap
            a     7f01     r     10 ns
            a     7f02     w     20 ns
            a     7f01     w  1.000 us
            """);
    assertThat(execute("trace", "head", source)).isEqualTo(2);
    assertThat(err()).contains(source + ": line 5: ");
    assertThat(execute("trace", "head", source, "-n", 0)).isEqualTo(2);
  }

  @Test
  void badInputIsOneLineAndLeavesNothing() throws Exception {
    Path source = Files.writeString(folder.resolve("a.pages"), PAGES + "7f04 x 1\n");
    Path target = folder.resolve("a.trace");
    assertThat(execute("trace", "import", source, target)).isEqualTo(2);
    assertThat(err().strip()).startsWith(source + ": line 5: ").doesNotContain("\n");
    assertThat(target).doesNotExist();
    assertThat(execute("trace", "import", folder.resolve("no"), target)).isEqualTo(2);
    assertThat(execute("trace", "import", source, target, "--format", "tar")).isEqualTo(2);
    assertThat(err()).contains("'tar' is no format, expected one of [auto, native, lackey");
  }

  @Test
  void aFormatThatIsToldIsTaken() throws Exception {
    Path source = Files.writeString(folder.resolve("a.pages"), PAGES);
    assertThat(execute("trace", "info", source, "--format", "oracle-general")).isEqualTo(2);
    assertThat(err()).contains("a.pages");
  }
}

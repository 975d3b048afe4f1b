package org.tierlab.workload.trace.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.workload.trace.format.Collected.read;
import static org.tierlab.workload.trace.format.Collected.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.workload.trace.format.Collected.Told;

class PagesDecoderTest {
  private static final ImportOptions PAGES = ImportOptions.defaults().withFormat(TraceFormat.PAGES);

  @TempDir Path folder = Path.of(".");

  private List<Told> decode(String text) throws IOException {
    return Collected.from(Files.writeString(folder.resolve("x.pages"), text), PAGES);
  }

  @Test
  void readsWritesAndBoth() throws IOException {
    assertThat(decode("4002a67 w 2\n4002a9b m 26\n4002A9a r 0\n7fffffffffffe r 999999999999999999"))
        .containsExactly(
            write(0x4002a67, 2),
            write(0x4002a9b, 26),
            read(0x4002a9a, 0),
            read(TraceDecoder.MAX_VIRTUAL_PAGE, 999_999_999_999_999_999L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7ffffffffffff r 1",
        "1 r 1000000000000000000",
        "1 x 1",
        "1 r",
        "1 r ",
        "1 r -1",
        "1 r 1 ",
        "1  r 1",
        "g r 1",
        " 1 r 1",
        ""
      })
  void damagedLinesAreNamed(String line) {
    assertThatThrownBy(() -> decode("1 r 1\n" + line + "\n1 r 1\n"))
        .isInstanceOf(TraceException.class)
        .hasMessage(
            folder.resolve("x.pages")
                + ": line 2: '"
                + line
                + "', expected 'page_hex r|w|m instructions' such as '4002a67 w 2'");
  }

  @Test
  void whatIsShownOfALineFitsIntoOneLine() {
    assertThatThrownBy(() -> decode("\u0007\t" + "x".repeat(100)))
        .hasMessageContaining("line 1: '??" + "x".repeat(38) + "…', expected");
  }
}

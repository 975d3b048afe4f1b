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
import org.tierlab.workload.trace.format.ImportOptions.Fetches;

class LackeyDecoderTest {
  private static final ImportOptions LACKEY =
      ImportOptions.defaults().withFormat(TraceFormat.LACKEY);

  @TempDir Path folder = Path.of(".");

  private List<Told> decode(String text, ImportOptions options) throws IOException {
    return Collected.from(Files.writeString(folder.resolve("x.lackey"), text), options);
  }

  @Test
  void instructionsAreTime() throws IOException {
    String text =
        "I  0401ab70,3\nI  0401ab73,5\n S 1fff000668,8\n L 1fff001000,4\nI  1,1\n M 2000,1\n";

    assertThat(decode(text, LACKEY))
        .containsExactly(write(0x1fff000, 2), read(0x1fff001, 0), write(2, 1));
  }

  @Test
  void fetchesAreReadsIfAskedFor() throws IOException {
    String text = "I  0401ab70,3\nI  0401afff,2\n S 1fff000668,8\n";

    assertThat(decode(text, LACKEY.withFetches(Fetches.INCLUDED)))
        .containsExactly(read(0x401a, 1), read(0x401a, 1), read(0x401b, 0), write(0x1fff000, 0));
  }

  @Test
  void anAccessAcrossABoundaryTouchesBothPages() throws IOException {
    assertThat(decode("I  0,1\n S 1ff8,8\n S 1ff9,8\n L 0fff,4098\n", LACKEY))
        .containsExactly(write(1, 1), write(1, 0), write(2, 0), read(0, 0), read(1, 0), read(2, 0));
  }

  @Test
  void remarksOfValgrindAreSkipped() throws IOException {
    String text =
        "==7== Lackey, an example Valgrind tool\n--7-- warning\n==7== \n L 1000,8\n==7== bye\n";

    assertThat(decode(text, ImportOptions.defaults())).containsExactly(read(1, 0));
  }

  @Test
  void lineEndsMayBeForeignOrMissing() throws IOException {
    assertThat(decode("I  0,1\r\n L 1000,8\r\n S 2000,8", LACKEY))
        .containsExactly(read(1, 1), write(2, 0));
  }

  @Test
  void theLastAddressOfTheAddressSpaceIsAPage() throws IOException {
    long lastPage = TraceDecoder.MAX_VIRTUAL_PAGE;
    assertThat(decode(" L 7fffffffffffeff8,8\n", LACKEY)).containsExactly(read(lastPage, 0));
    assertDamaged(" L 7fffffffffffeff9,8");
  }

  @Test
  void sizesEndAt65536() throws IOException {
    assertThat(decode(" L 0,65536\n", LACKEY)).hasSize(16);
    assertDamaged(" L 0,65537");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " X 1000,8",
        "I 1000,8",
        "L 1000,8",
        " L 1000",
        " L 1000,",
        " L 1000,0",
        " L 1000,8 ",
        " L ,8",
        " L 10g0,8",
        " L 11111111111111111,8",
        "= remark",
        "- remark",
        ""
      })
  void damagedLinesAreNamed(String line) {
    assertDamaged(line);
  }

  private void assertDamaged(String line) {
    assertThatThrownBy(() -> decode("I  0,1\n L 1000,8\n" + line + "\n L 1000,8\n", LACKEY))
        .isInstanceOf(TraceException.class)
        .hasMessage(
            folder.resolve("x.lackey")
                + ": line 3: '"
                + line
                + "', expected lackey text such as 'I  04001000,3' or ' L 1ffeff7e0,8'")
        .satisfies(e -> assertThat(((TraceException) e).line()).isEqualTo(3));
  }
}

package org.tierlab.command.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tierlab.api.workload.Access;
import org.tierlab.workload.trace.format.ImportOptions;
import org.tierlab.workload.trace.format.ReadProgress;
import org.tierlab.workload.trace.format.TraceFormat;
import org.tierlab.workload.trace.format.TraceImport;

/** Import of foreign traces beside a loop that looks at every byte of them. */
final class ImportRound implements Round {
  private final Path folder;
  private final Path lackey;
  private final Path oracleGeneral;
  private final int lines;
  private final Ratio ofLackey = new Ratio("import", "lackey, a line", "reading its bytes");
  private final Ratio ofOracleGeneral =
      new Ratio("import", "oracleGeneral, a record", "reading its bytes");

  /**
   * Writes the foreign traces.
   *
   * @param stream the pages that they touch
   * @param folder for the files
   */
  ImportRound(PageStream stream, Path folder) throws IOException {
    this.folder = folder;
    lackey = folder.resolve("lackey");
    oracleGeneral = folder.resolve("oracle-general");
    lines = stream.packed().length;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(lackey))) {
      for (long access : stream.packed()) {
        String line = " L %x,8\n".formatted(0x10000000L + (Access.page(access) << 12));
        out.write(line.getBytes(StandardCharsets.US_ASCII));
      }
    }
    ByteBuffer records = ByteBuffer.allocate(24 * lines).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < lines; i++) {
      records.putInt(i).putLong(Access.page(stream.packed()[i])).putInt(4096).putLong(i + 1L);
    }
    Files.write(oracleGeneral, records.array());
  }

  @Override
  public void measure() throws IOException {
    measure(ofLackey, lackey, TraceFormat.LACKEY);
    measure(ofOracleGeneral, oracleGeneral, TraceFormat.ORACLE_GENERAL);
  }

  private void measure(Ratio ratio, Path file, TraceFormat format) throws IOException {
    double bareNs = bytesNs(file);
    long began = CpuClock.nowNs();
    new TraceImport(ImportOptions.defaults().withFormat(format), ReadProgress.NONE)
        .run(file, folder.resolve("imported"));
    ratio.add(bareNs / lines, (double) (CpuClock.nowNs() - began) / lines);
  }

  private static double bytesNs(Path file) throws IOException {
    long began = CpuClock.nowNs();
    int lineFeeds = 0;
    for (byte one : Files.readAllBytes(file)) {
      lineFeeds += one == '\n' ? 1 : 0;
    }
    double ns = CpuClock.nowNs() - began;
    if (lineFeeds < 0) {
      throw new IllegalStateException("a negative count");
    }
    return ns;
  }

  @Override
  public List<Ratio> ratios() {
    return List.of(ofLackey, ofOracleGeneral);
  }
}

package org.tierlab.command.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tierlab.api.workload.Access;
import org.tierlab.command.bench.BenchRuns.Variant;
import org.tierlab.command.run.RunFailure;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.workload.trace.format.ImportOptions;
import org.tierlab.workload.trace.format.ImportOptions.Compression;
import org.tierlab.workload.trace.format.NativeWriter;
import org.tierlab.workload.trace.format.TraceDescription;
import org.tierlab.workload.trace.format.TraceDescription.PageKeys;
import org.tierlab.workload.trace.format.TraceDescription.TimeBase;

/** Native traces, plain and compressed, beside the bare loop over a plain file of accesses. */
final class ReplayRound implements Round {
  private static final int BLOCK = 1 << 15;

  private final BenchRuns runs;
  private final PageStream stream;
  private final int repeat;
  private final Path bareFile;
  private final Path plain;
  private final Path zstd;
  private final BareLoop bare;
  private final Ratio ofPlain = new Ratio("replay", "native trace", "bare loop over a file");
  private final Ratio ofZstd = new Ratio("replay", "native trace, zstd", "bare loop over a file");

  /**
   * Writes the traces.
   *
   * @param runs makes the runs
   * @param stream what is replayed
   * @param repeat how often in a run
   * @param folder for the files
   */
  ReplayRound(BenchRuns runs, PageStream stream, int repeat, Path folder) throws IOException {
    this.runs = runs;
    this.stream = stream;
    this.repeat = repeat;
    bareFile = folder.resolve("bare");
    plain = folder.resolve("plain.trace");
    zstd = folder.resolve("zstd.trace");
    bare = new BareLoop(stream.pages());
    ByteBuffer bytes =
        ByteBuffer.allocate(8 * stream.packed().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(stream.packed());
    Files.write(bareFile, bytes.array());
    write(plain, Compression.NONE);
    write(zstd, Compression.ZSTD);
  }

  private void write(Path file, Compression compression) throws IOException {
    TraceDescription description =
        new TraceDescription(
            "bench", "accesses", PageKeys.VIRTUAL_PAGES, TimeBase.TIME, 1, List.of("reader"));
    ImportOptions options = ImportOptions.defaults().withCompression(compression);
    try (NativeWriter writer = new NativeWriter(file, description, options)) {
      for (long access : stream.packed()) {
        writer.access(0, Access.page(access), false, 0);
      }
      writer.finish();
    }
  }

  @Override
  public void measure() throws IOException, RunFailure {
    double accesses = (double) stream.packed().length * repeat;
    double bareNs = bareNs() / accesses;
    ofPlain.add(bareNs, replayNs(plain) / accesses);
    ofZstd.add(bareNs, replayNs(zstd) / accesses);
  }

  private double bareNs() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    long[] block = new long[BLOCK];
    long began = CpuClock.nowNs();
    try (FileChannel file = FileChannel.open(bareFile)) {
      for (int round = 0; round < repeat; round++) {
        file.position(0);
        while (file.read(bytes.clear()) > 0) {
          int count = bytes.flip().remaining() / 8;
          bytes.asLongBuffer().get(block, 0, count);
          bare.read(block, count);
        }
      }
    }
    return CpuClock.nowNs() - began;
  }

  private double replayNs(Path file) throws IOException, RunFailure {
    Variant variant = new Variant("replay", 1, 1, List.of(), List.of());
    PluginSetting trace =
        new PluginSetting(
            "trace", Map.of("file", file.toString(), "repeat", repeat, "node", variant.node()));
    return runs.cpuNs(
        BenchRuns.experiment(stream.bytes(), trace, variant),
        () -> {
          throw new IllegalStateException("a trace lends no stream");
        });
  }

  @Override
  public List<Ratio> ratios() {
    return List.of(ofPlain, ofZstd);
  }
}

package org.tierlab.command.out;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.tierlab.report.figure.FigureBuilder;
import org.tierlab.report.timeline.TraceFile;
import org.tierlab.sim.recording.Timeline;
import org.tierlab.sim.result.RunResult;

/** A trace that grows while a run goes on, and gets its name when it is complete. */
public final class TraceOutput implements AutoCloseable {
  private final @Nullable Path target;
  private final @Nullable Path unfinished;
  private final @Nullable TraceFile file;

  private TraceOutput(@Nullable Path target, @Nullable Path unfinished, @Nullable TraceFile file) {
    this.target = target;
    this.unfinished = unfinished;
    this.file = file;
  }

  /**
   * Begins a trace.
   *
   * @param target where it goes, null for none
   * @return to be closed after the run
   * @throws IOException if it cannot be written
   */
  public static TraceOutput to(@Nullable Path target) throws IOException {
    if (target == null) {
      return new TraceOutput(null, null, null);
    }
    Path folder = target.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, "." + target.getFileName(), ".tmp");
    return new TraceOutput(
        target, fresh, new TraceFile(new BufferedOutputStream(Files.newOutputStream(fresh))));
  }

  /**
   * Who is to be told what takes time.
   *
   * @return null without a file
   */
  public @Nullable Timeline timeline() {
    return file;
  }

  /**
   * The run is over: the file gets its name.
   *
   * @param result gives the exchanges of plug-ins
   * @throws IOException if it cannot be written
   */
  public void finish(RunResult result) throws IOException {
    if (file != null && unfinished != null && target != null) {
      file.finish(FigureBuilder.marks(result));
      file.close();
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null && unfinished != null) {
      file.close();
      Files.deleteIfExists(unfinished);
    }
  }
}

package org.tierlab.command.out;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tierlab.report.figure.RunFigures;
import org.tierlab.report.page.FigureReader;
import org.tierlab.report.page.HtmlReport;

/**
 * A run that {@link RunFolder} has written.
 *
 * @param figures its figures
 * @param part its part of a report
 */
public record RecordedRun(RunFigures figures, HtmlReport.Part part) {

  /**
   * Reads the runs of folders; a folder whose runs are in folders of their own gives those.
   *
   * @param folders in order
   * @return runs in order of folder and name, at least one
   * @throws IOException if a folder has none
   */
  public static List<RecordedRun> read(List<Path> folders) throws IOException {
    List<RecordedRun> runs = new ArrayList<>();
    for (Path folder : folders) {
      List<Path> files = files(folder);
      if (files.isEmpty()) {
        throw new IOException(folder + ": there are no figures*.json, which run --out DIR writes");
      }
      for (Path file : files) {
        runs.add(read(file));
      }
    }
    return runs;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(file -> file.getFileName().toString().matches("figures(-\\d+)?\\.json"))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static RecordedRun read(Path file) throws IOException {
    String json = Files.readString(file).strip();
    try {
      return new RecordedRun(FigureReader.read(json), new HtmlReport.Part(json));
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}

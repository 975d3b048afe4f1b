package org.tierlab.command.study;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The studies that there are. */
public final class Studies {
  private static final List<Study> ALL =
      List.of(
          new AbenchStudy(),
          new FolioCopyStudy(),
          new InterleaveStudy(),
          new LinuxNumabStudy(),
          new LinuxDamonStudy());

  private Studies() {}

  /**
   * All studies.
   *
   * @return in the order in which they are listed
   */
  public static List<Study> all() {
    return ALL;
  }

  /**
   * A study's own rows.
   *
   * @param study a study
   * @return what was published
   */
  public static StudyTable published(Study study) {
    String file = "studies/" + study.name() + ".csv";
    return StudyTable.read(resource("/" + file), file, study.columns());
  }

  static String resource(String name) {
    try (InputStream in = Studies.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not packed");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

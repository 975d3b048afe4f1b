package org.tierlab.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks, before a long run, that what it finds can be written where the user wants it. */
final class OutputPlace {

  private OutputPlace() {}

  /**
   * Checks a folder, which need not be there.
   *
   * @param option names it in messages
   * @param folder where files will be written
   * @return the folder
   */
  static Path folder(String option, Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw refused(option, folder, "it is a file, expected a folder");
    }
    return checked(option, folder, folder);
  }

  /**
   * Checks a file, which need not be there.
   *
   * @param option names it in messages
   * @param file what will be written
   */
  static void file(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw refused(option, file, "it is a folder, expected a file");
    }
    checked(option, file, file.toAbsolutePath().getParent());
  }

  private static Path checked(String option, Path place, @Nullable Path folder) {
    Path existing = folder == null ? null : folder.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing)) {
      throw refused(option, place, existing + " is no folder");
    }
    if (!Files.isWritable(existing)) {
      throw refused(option, place, existing + " is read-only");
    }
    return place;
  }

  private static CommandFailure refused(String option, Path place, String why) {
    return CommandFailure.input("%s: '%s' cannot be written: %s".formatted(option, place, why));
  }
}

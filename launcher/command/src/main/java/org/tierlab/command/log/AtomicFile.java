package org.tierlab.command.log;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file so that it is there whole or not at all. */
public final class AtomicFile {

  private AtomicFile() {}

  /**
   * Writes text in UTF-8, in place of what was there.
   *
   * @param file where; missing folders are made
   * @param text its content
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path unfinished = Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
    try {
      Files.writeString(unfinished, text);
      move(unfinished, file);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /**
   * Copies a file, in place of what was there.
   *
   * @param from the original
   * @param to the copy; missing folders are made
   * @throws IOException if it cannot be copied
   */
  public static void copy(Path from, Path to) throws IOException {
    Path folder = to.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path unfinished = Files.createTempFile(folder, "." + to.getFileName(), ".tmp");
    try {
      Files.copy(from, unfinished, StandardCopyOption.REPLACE_EXISTING);
      move(unfinished, to);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void move(Path unfinished, Path file) throws IOException {
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

package org.tierlab.command.experiment;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the files of an experiment. */
final class ExperimentFiles {

  private static final long MAX_BYTES = 4L << 20;

  private ExperimentFiles() {}

  static ConfigNode read(Path file, String shownName) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("it is larger than 4 MiB");
    }
    return YamlTree.ofFile(Files.readString(file), shownName);
  }

  /** Why a file cannot be read, in a few words. */
  static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
    return e instanceof CharacterCodingException
        ? "it is no text in UTF-8"
        : String.valueOf(e.getMessage());
  }
}

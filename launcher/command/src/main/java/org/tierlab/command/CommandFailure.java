package org.tierlab.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A command that cannot do what was asked; the message is one line. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private CommandFailure(int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /**
   * Bad usage or input.
   *
   * @param message one line
   * @return the failure
   */
  public static CommandFailure input(String message) {
    return new CommandFailure(CommandLine.ExitCode.USAGE, message, null);
  }

  /**
   * Ctrl-C before there was anything to show.
   *
   * @param consequence what there is not, for example {@code nothing is compared}
   * @return the failure
   */
  public static CommandFailure interrupted(String consequence) {
    return new CommandFailure(
        CommandLine.ExitCode.SOFTWARE, "tierlab: interrupted; " + consequence, null);
  }

  /**
   * A file that cannot be read or written.
   *
   * @param e why
   * @return the failure
   */
  public static CommandFailure file(IOException e) {
    return new CommandFailure(CommandLine.ExitCode.USAGE, reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return e.getMessage() + ": there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return e.getMessage() + ": access is denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return e.getMessage() + ": it is there already";
    }
    return String.valueOf(e.getMessage());
  }

  int status() {
    return status;
  }
}

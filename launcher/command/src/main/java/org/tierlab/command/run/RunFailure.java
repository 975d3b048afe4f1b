package org.tierlab.command.run;

/** An experiment that cannot run: missing evidence, a bad input file; the message is one line. */
public final class RunFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message one line
   * @param cause what the simulation threw
   */
  public RunFailure(String message, Throwable cause) {
    super(message.replaceAll("\\s*\\R\\s*", " "), cause);
  }
}

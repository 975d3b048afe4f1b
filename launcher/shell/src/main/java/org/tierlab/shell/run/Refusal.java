package org.tierlab.shell.run;

/** Something that was asked for cannot be done; the message is one line. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message one line, and what there is instead
   */
  public Refusal(String message) {
    super(message.replaceAll("\\s*\\R\\s*", " "));
  }
}

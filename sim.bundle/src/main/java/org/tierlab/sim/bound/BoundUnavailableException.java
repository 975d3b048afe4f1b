package org.tierlab.sim.bound;

/** The bound cannot be told; the message says why, in one line. */
public final class BoundUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message one line
   */
  public BoundUnavailableException(String message) {
    super(message);
  }
}

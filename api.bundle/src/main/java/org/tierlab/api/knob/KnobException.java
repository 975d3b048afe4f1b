package org.tierlab.api.knob;

/** A knob was given a name, a type or a value that its record does not permit. */
public final class KnobException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String knob;

  /**
   * Says which knob and what was expected.
   *
   * @param knob the knob's name
   * @param message one line that names the knob, the value and the bound
   */
  public KnobException(String knob, String message) {
    super(message);
    this.knob = knob;
  }

  /**
   * The knob that was wrong.
   *
   * @return its name
   */
  public String knob() {
    return knob;
  }
}

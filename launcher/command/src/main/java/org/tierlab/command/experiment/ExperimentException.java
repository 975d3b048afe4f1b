package org.tierlab.command.experiment;

/** An experiment that cannot be read; the message is one line. */
public final class ExperimentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private ExperimentException(String message) {
    super(message);
  }

  /**
   * Something is wrong at a place.
   *
   * @param place where
   * @param problem what, and what was expected
   * @return the exception
   */
  public static ExperimentException at(Place place, String problem) {
    return new ExperimentException((place + ": " + problem).replaceAll("\\s*\\R\\s*", " "));
  }

  /** A value is not what its key takes. */
  static ExperimentException value(Place place, String path, String written, String expected) {
    String was = written.isEmpty() ? "empty" : "'" + written + "'";
    return at(place, "key '" + path + "' is " + was + ", expected " + expected);
  }

  /** A key is not there. */
  static ExperimentException missing(Place place, String path, String expected) {
    return at(place, "key '" + path + "' is missing, expected " + expected);
  }
}

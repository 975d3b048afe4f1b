package org.tierlab.command.experiment;

/**
 * Where something was written, for messages.
 *
 * @param text a file with line and column, or the option that holds it
 */
public record Place(String text) {
  /**
   * A place in a file.
   *
   * @param file the file as the user named it
   * @param line counted from 1
   * @param column counted from 1
   * @return the place
   */
  public static Place in(String file, int line, int column) {
    return new Place(file + ":" + line + ":" + column);
  }

  @Override
  public String toString() {
    return text;
  }
}

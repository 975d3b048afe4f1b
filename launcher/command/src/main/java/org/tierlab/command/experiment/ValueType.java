package org.tierlab.command.experiment;

import java.util.Map;
import java.util.Optional;

/**
 * What the values of a key are: how they are read, written and described.
 *
 * @param <T> the value in Java
 */
interface ValueType<T> {
  /**
   * Reads a value.
   *
   * @param text as written
   * @return empty if the text is no such value
   */
  Optional<T> parse(String text);

  /**
   * What a value must look like.
   *
   * @return for messages, after "expected"
   */
  String expected();

  /**
   * Writes a value so that {@link #parse} reads it back.
   *
   * @param value the value
   * @return a number, or a text
   */
  Object write(T value);

  /**
   * The JSON Schema of a value.
   *
   * @return keywords
   */
  Map<String, Object> schema();
}

package org.tierlab.command.experiment;

/** A key of an experiment: what it is called, whether it must be there, what it says. */
interface Key {
  /** The key as written. */
  String name();

  /** Whether it must be there. */
  boolean required();

  /** What it says, in a sentence. */
  String about();

  /** What it must hold, for messages. */
  String expected();

  /**
   * A key with a single value.
   *
   * @param name the key as written
   * @param type what its values are
   * @param defaultText the value where the key is absent, as one would write it; empty if it must
   *     be there
   * @param about what it says, in a sentence
   * @param <T> the value in Java
   */
  record Single<T>(String name, ValueType<T> type, String defaultText, String about)
      implements Key {
    @Override
    public boolean required() {
      return defaultText.isEmpty();
    }

    @Override
    public String expected() {
      return type.expected();
    }

    T defaultValue() {
      return type.parse(defaultText).orElseThrow();
    }
  }

  /**
   * A key with keys or items below it.
   *
   * @param name the key as written
   * @param required whether it must be there
   * @param expected what it must hold, for messages
   * @param about what it says, in a sentence
   */
  record Section(String name, boolean required, String expected, String about) implements Key {}
}

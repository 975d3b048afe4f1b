package org.tierlab.shell.command;

import java.io.PrintStream;

/**
 * Where a command prints.
 *
 * @param out receives text
 * @param kind what it leads to
 */
public record Screen(PrintStream out, Kind kind) {

  private static final String HOME_AND_ERASE = "\u001b[H\u001b[2J";

  /** What a screen is. */
  public enum Kind {
    /** Somebody looks on: tables may be drawn over. */
    TERMINAL,
    /** A file or a program. */
    PLAIN
  }

  /**
   * Prints lines.
   *
   * @param text lines, the last with or without line feed
   */
  public void print(String text) {
    out.print(text);
    if (!text.isEmpty() && !text.endsWith("\n")) {
      out.print('\n');
    }
    out.flush();
  }

  /**
   * Prints lines in place of what was there, where that can be done.
   *
   * @param text lines
   */
  public void redraw(String text) {
    if (kind == Kind.TERMINAL) {
      out.print(HOME_AND_ERASE);
    }
    print(text);
  }
}

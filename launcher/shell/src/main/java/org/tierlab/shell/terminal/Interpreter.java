package org.tierlab.shell.terminal;

import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.EOFError;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.tierlab.shell.run.Refusal;

/** Executes lines in a Gogo session; what goes wrong becomes one line of text. */
final class Interpreter {

  /** Where Gogo looks for commands that are written without scope. */
  private static final String SCOPES = "tier:felix:gogo:*";

  private final CommandSession session;

  Interpreter(CommandSession session) {
    this.session = session;
    session.put("SCOPE", SCOPES);
    session.put(CommandSession.OPTION_NO_GLOB, true);
  }

  CommandSession session() {
    return session;
  }

  /** Whether a text ends within a quotation or a block. */
  static boolean isUnfinished(String text) {
    try {
      new Parser(text).program();
      return false;
    } catch (EOFError e) {
      return true;
    } catch (SyntaxError e) {
      return false;
    }
  }

  /**
   * Executes a text and prints what it returns.
   *
   * @return what went wrong, null if nothing did
   * @throws InterruptedException if the thread was interrupted
   */
  @Nullable String execute(CharSequence text) throws InterruptedException {
    try {
      Object value = session.execute(text);
      if (value != null) {
        session.getConsole().println(session.format(value, Converter.INSPECT));
      }
      session.getConsole().flush();
      return null;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return reason(e);
    }
  }

  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    if (e instanceof CommandNotFoundException unknown) {
      return "there is no command '" + unknown.getCommand() + "'; help lists them";
    }
    boolean isPlain = e instanceof Refusal || e.getClass().equals(IllegalArgumentException.class);
    return isPlain ? message : e.getClass().getSimpleName() + ": " + message;
  }
}

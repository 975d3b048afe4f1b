package org.tierlab.command.report;

import java.util.Locale;
import org.tierlab.sim.plugin.Change;

/** A change in words. */
public final class ChangeWords {

  private ChangeWords() {}

  /**
   * Says what a change does.
   *
   * @param change the change
   * @return for example {@code swap source abit for numab}
   */
  public static String of(Change change) {
    String coming = change.setting() == null ? "" : change.setting().title();
    String leaving = change.oldName() == null ? coming : change.oldName();
    String kind = change.kind().word();
    return switch (change.action()) {
      case SWAP -> "swap " + kind + " " + leaving + " for " + coming;
      case ADD -> "add " + kind + " " + coming;
      case KNOB ->
          "set "
              + (change.setting() == null ? "" : change.setting().knobs())
              + " of "
              + kind
              + " "
              + leaving;
      default -> change.action().name().toLowerCase(Locale.ROOT) + " " + kind + " " + leaving;
    };
  }
}

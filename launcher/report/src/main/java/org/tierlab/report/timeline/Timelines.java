package org.tierlab.report.timeline;

import java.util.List;
import org.tierlab.sim.recording.Timeline;

/**
 * Tells several.
 *
 * @param all in order
 */
public record Timelines(List<Timeline> all) implements Timeline {
  /** Copies the list. */
  public Timelines {
    all = List.copyOf(all);
  }

  @Override
  public void span(Lane lane, String who, String what, long fromPs, long toPs, long pages) {
    for (Timeline one : all) {
      one.span(lane, who, what, fromPs, toPs, pages);
    }
  }

  @Override
  public void migrated(int folioPages, long inaccessiblePs) {
    for (Timeline one : all) {
      one.migrated(folioPages, inaccessiblePs);
    }
  }
}

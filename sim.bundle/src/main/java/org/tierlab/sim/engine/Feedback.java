package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.PolicyFeedback;
import org.tierlab.api.time.TaskView;

/** What policies have told a source: which of them need it. */
final class Feedback {
  private final List<Attachment> asked = new ArrayList<>();
  private final List<Attachment> needing = new ArrayList<>();
  private @Nullable PolicyFeedback listener;
  private boolean wanted = true;

  void listener(PolicyFeedback newListener) {
    listener = newListener;
  }

  void actedOn(Guard guard, Attachment source, int mm, long firstPage, long pages) {
    PolicyFeedback told = listener;
    if (told != null) {
      guard.call(source, () -> told.actedOn(mm, firstPage, pages));
    }
  }

  void wellPlaced(Guard guard, Attachment source, TaskView task) {
    PolicyFeedback told = listener;
    if (told != null) {
      guard.call(source, () -> told.wellPlaced(task));
    }
  }

  void needs(Guard guard, Attachment source, Attachment policy, boolean needed) {
    if (!asked.contains(policy)) {
      asked.add(policy);
    }
    if (!needed) {
      needing.remove(policy);
    } else if (!needing.contains(policy)) {
      needing.add(policy);
    }
    changed(guard, source);
  }

  /** A policy has left. */
  void forget(Guard guard, Attachment source, Attachment policy) {
    if (asked.remove(policy)) {
      needing.remove(policy);
      changed(guard, source);
    }
  }

  private void changed(Guard guard, Attachment source) {
    boolean now = asked.isEmpty() || !needing.isEmpty();
    PolicyFeedback told = listener;
    if (now != wanted) {
      wanted = now;
      if (told != null) {
        guard.call(source, () -> told.wanted(now));
      }
    }
  }
}

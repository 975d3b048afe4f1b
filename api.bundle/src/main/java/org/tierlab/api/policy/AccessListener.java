package org.tierlab.api.policy;

import org.osgi.annotation.versioning.ConsumerType;
import org.tierlab.api.time.TaskView;

/** Sees every access, one by one: the sight of a {@link Standing#BOUND bound}. */
@ConsumerType
@FunctionalInterface
public interface AccessListener {
  /**
   * An access has been served. What the listener moves now is elsewhere for the next access.
   *
   * @param task who made it
   * @param page head page of the folio, in the task's address space
   * @param node the node that served it
   */
  void accessed(TaskView task, long page, int node);
}

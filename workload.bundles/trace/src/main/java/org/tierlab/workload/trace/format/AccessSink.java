package org.tierlab.workload.trace.format;

import java.io.IOException;

/** Takes the accesses of a trace, in its order. */
@FunctionalInterface
public interface AccessSink {
  /**
   * Takes one access.
   *
   * @param task the task that makes it, from 0
   * @param page its virtual page number, or its object (see {@link TraceDescription#keys})
   * @param write whether it stores
   * @param gap units of time that the task spends before it, not negative
   * @return false to hear of no more accesses
   * @throws IOException if it cannot be kept
   */
  boolean access(int task, long page, boolean write, long gap) throws IOException;
}

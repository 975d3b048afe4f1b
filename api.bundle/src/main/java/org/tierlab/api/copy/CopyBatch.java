package org.tierlab.api.copy;

import org.osgi.annotation.versioning.ProviderType;

/** Folios to copy from one node to another, isolated and unmapped. */
@ProviderType
public interface CopyBatch {
  /**
   * The number of folios.
   *
   * @return at least 1
   */
  int folios();

  /**
   * The size of a folio.
   *
   * @param i index
   * @return bytes
   */
  long bytes(int i);

  /**
   * The size of all folios.
   *
   * @return bytes
   */
  long totalBytes();

  /**
   * Where the folios are.
   *
   * @return a node
   */
  int source();

  /**
   * Where they go.
   *
   * @return a node
   */
  int target();

  /**
   * When the copy may start.
   *
   * @return simulated nanoseconds
   */
  long startNs();

  /**
   * The node whose CPUs are nearest to the target, where copy workers run. The target itself if it
   * has CPUs.
   *
   * @return a node with CPUs
   */
  int cpuNode();

  /**
   * How long a thread that has slept until its bytes were copied waits for a CPU of {@link
   * #cpuNode}, at the present load: nothing where one is idle, otherwise its part of the slice of
   * the task that runs.
   *
   * @return nanoseconds
   */
  double resumeNs();

  /**
   * Throughput that a number of CPU threads reach together between the two nodes, at the load that
   * the nodes bear at present: the least of the threads' own rate and of what either node has left.
   *
   * @param threads at least 1
   * @return bytes per nanosecond
   */
  double cpuCopyGBps(int threads);
}

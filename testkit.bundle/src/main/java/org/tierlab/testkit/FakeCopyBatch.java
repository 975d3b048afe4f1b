package org.tierlab.testkit;

import java.util.Arrays;
import org.tierlab.api.copy.CopyBatch;

/**
 * Folios to copy from node 1 to node 0. By default one CPU thread copies 4 bytes/ns, and all
 * together at most 20 bytes/ns.
 */
public final class FakeCopyBatch implements CopyBatch {
  private final long[] bytes;
  private double threadGBps = 4;
  private double limitGBps = 20;
  private int source = 1;
  private int target;
  private int cpuNode;
  private double resumeNs;
  private long startNs;

  /**
   * Makes a batch.
   *
   * @param bytes the folios' sizes
   */
  public FakeCopyBatch(long... bytes) {
    this.bytes = bytes.clone();
  }

  /**
   * Makes a batch of equal folios.
   *
   * @param folios how many
   * @param order their order
   * @return the batch
   */
  public static FakeCopyBatch of(int folios, int order) {
    long[] sizes = new long[folios];
    Arrays.fill(sizes, 4096L << order);
    return new FakeCopyBatch(sizes);
  }

  /**
   * Sets copy throughput.
   *
   * @param oneThread bytes per nanosecond of one thread
   * @param limit bytes per nanosecond that threads reach together at most
   * @return this
   */
  public FakeCopyBatch throughput(double oneThread, double limit) {
    threadGBps = oneThread;
    limitGBps = limit;
    return this;
  }

  /**
   * Sets the nodes.
   *
   * @param from source
   * @param to target
   * @return this
   */
  public FakeCopyBatch between(int from, int to) {
    source = from;
    target = to;
    return this;
  }

  /**
   * Sets the node whose CPUs are nearest to the target; at first 0.
   *
   * @param node a node with CPUs
   * @return this
   */
  public FakeCopyBatch copiedBy(int node) {
    cpuNode = node;
    return this;
  }

  /**
   * Sets how long a woken thread waits for a CPU; at first it does not.
   *
   * @param ns nanoseconds
   * @return this
   */
  public FakeCopyBatch resumingAfter(double ns) {
    resumeNs = ns;
    return this;
  }

  /**
   * Sets when the copy may start.
   *
   * @param ns simulated nanoseconds
   * @return this
   */
  public FakeCopyBatch startingAt(long ns) {
    startNs = ns;
    return this;
  }

  @Override
  public int folios() {
    return bytes.length;
  }

  @Override
  public long bytes(int i) {
    return bytes[i];
  }

  @Override
  public long totalBytes() {
    return Arrays.stream(bytes).sum();
  }

  @Override
  public int source() {
    return source;
  }

  @Override
  public int target() {
    return target;
  }

  @Override
  public long startNs() {
    return startNs;
  }

  @Override
  public int cpuNode() {
    return cpuNode;
  }

  @Override
  public double resumeNs() {
    return resumeNs;
  }

  @Override
  public double cpuCopyGBps(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads cannot copy");
    }
    return Math.min(threads * threadGBps, limitGBps);
  }
}

package org.tierlab.engine.multithread;

import org.tierlab.api.copy.CopyBatch;

/**
 * Who copies what. With fewer folios than threads every folio is cut into as many equal chunks as
 * there are threads, and worker <i>k</i> takes chunk <i>k</i> of all. Otherwise each worker takes a
 * contiguous run of whole folios; what is left over goes one each to the first workers.
 */
final class WorkSplit {
  private final double[] bytes;
  private final int[] pieces;

  private WorkSplit(double[] bytes, int[] pieces) {
    this.bytes = bytes;
    this.pieces = pieces;
  }

  /** Splits a batch among at least one thread. */
  static WorkSplit of(CopyBatch batch, int threads) {
    double[] bytes = new double[threads];
    int[] pieces = new int[threads];
    int folios = batch.folios();
    if (folios < threads) {
      double chunk = (double) batch.totalBytes() / threads;
      for (int worker = 0; worker < threads; worker++) {
        bytes[worker] = chunk;
        pieces[worker] = folios;
      }
      return new WorkSplit(bytes, pieces);
    }
    int next = 0;
    for (int worker = 0; worker < threads; worker++) {
      pieces[worker] = folios / threads + (worker < folios % threads ? 1 : 0);
      for (int end = next + pieces[worker]; next < end; next++) {
        bytes[worker] += batch.bytes(next);
      }
    }
    return new WorkSplit(bytes, pieces);
  }

  /** The number of workers. */
  int workers() {
    return bytes.length;
  }

  /** The bytes of a worker. */
  double bytes(int worker) {
    return bytes[worker];
  }

  /** The folios, or parts of folios, of a worker. */
  int pieces(int worker) {
    return pieces[worker];
  }
}

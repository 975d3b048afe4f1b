package org.tierlab.command.calibrate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.tierlab.command.report.TextTable;

/**
 * What can be measured of the host from inside a Java process, for a first guess: copying by size
 * and threads, the first touch of a page, and the latency of dependent loads by footprint. Each
 * figure is the best of several; nothing of it enters a result.
 */
public final class HostMeasurement {
  private static final int REPEATS = 5;
  private static final int MIB = 1 << 20;
  private static final int PAGE = 4096;
  private static final long LOADS = 4_000_000;

  private long sink;

  /** Prepares measurements. */
  public HostMeasurement() {}

  /**
   * Measures.
   *
   * @param mostMib memory of the largest footprint, MiB
   * @return tables
   */
  public String report(int mostMib) {
    TextTable copy = new TextTable();
    copy.row("copy", "1 thread", "2 threads", "4 threads");
    for (int size : new int[] {MIB / 16, 2 * MIB, 64 * MIB}) {
      List<String> cells = new ArrayList<>(List.of(size / 1024 + " KiB"));
      for (int threads : new int[] {1, 2, 4}) {
        cells.add(String.format(Locale.ROOT, "%.2f GB/s", copyGBps(size, threads)));
      }
      copy.row(cells);
    }
    TextTable latency = new TextTable();
    latency.row("footprint", "load");
    for (int mib = 1; mib <= mostMib; mib *= 4) {
      latency.row(mib + " MiB", String.format(Locale.ROOT, "%.1f ns", loadNs(mib * MIB)));
    }
    return copy
        + "\n"
        + String.format(
            Locale.ROOT, "first touch of a page: %.0f ns, its zeroing included%n%n", touchNs())
        + latency
        + "\nbest of "
        + REPEATS
        + " each; sum "
        + Long.toHexString(sink)
        + "\n";
  }

  private double copyGBps(int bytes, int threads) {
    double best = 0;
    long rounds = Math.max(1, 256L * MIB / bytes);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(threads);
      for (int i = 0; i < threads; i++) {
        byte[] from = new byte[bytes];
        byte[] to = new byte[bytes];
        Thread thread =
            new Thread(
                () -> {
                  await(go);
                  for (long round = 0; round < rounds / threads + 1; round++) {
                    System.arraycopy(from, 0, to, 0, bytes);
                  }
                  done.countDown();
                });
        thread.setDaemon(true);
        thread.start();
      }
      long start = System.nanoTime();
      go.countDown();
      await(done);
      double copied = (double) (rounds / threads + 1) * threads * bytes;
      best = Math.max(best, copied / (System.nanoTime() - start));
    }
    return best;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double touchNs() {
    double best = Double.MAX_VALUE;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      ByteBuffer fresh = ByteBuffer.allocateDirect(64 * MIB);
      long start = System.nanoTime();
      for (int at = 0; at < fresh.capacity(); at += PAGE) {
        sink += fresh.get(at);
        fresh.put(at, (byte) 1);
      }
      best = Math.min(best, (double) (System.nanoTime() - start) * PAGE / fresh.capacity());
    }
    return best;
  }

  /** Loads that wait for each other: a random cycle through a line of every 64 bytes. */
  private double loadNs(int bytes) {
    int lines = bytes / 64;
    int[] order = new int[lines];
    for (int i = 0; i < lines; i++) {
      order[i] = i;
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = lines - 1; i > 0; i--) {
      int other = random.nextInt(i);
      int line = order[i];
      order[i] = order[other];
      order[other] = line;
    }
    int[] next = new int[lines * 16];
    for (int i = 0; i < lines; i++) {
      next[order[i] * 16] = order[(i + 1) % lines] * 16;
    }
    double best = Double.MAX_VALUE;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      int at = 0;
      long start = System.nanoTime();
      for (long i = 0; i < LOADS; i++) {
        at = next[at];
      }
      best = Math.min(best, (double) (System.nanoTime() - start) / LOADS);
      sink += at;
    }
    return best;
  }
}

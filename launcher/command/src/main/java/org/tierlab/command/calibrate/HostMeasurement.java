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
  private static final int TOUCHED = 64 * MIB;
  private static final long LOADS = 4_000_000;

  private long sink;

  /** Prepares measurements. */
  public HostMeasurement() {}

  /**
   * Measures.
   *
   * @param mostMib memory of the largest footprint, MiB
   * @return tables
   * @throws InterruptedException if the thread is interrupted; what was measured is lost
   */
  public String report(int mostMib) throws InterruptedException {
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
            Locale.ROOT,
            "first touch of a page: %.0f ns, the kernel's zeroing included%n%n",
            touchNs())
        + latency
        + "\nbest of "
        + REPEATS
        + " each; sum "
        + Long.toHexString(sink)
        + "\n";
  }

  private double copyGBps(int bytes, int threads) throws InterruptedException {
    double best = 0;
    long rounds = Math.max(1, 256L * MIB / bytes);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      goOn();
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(threads);
      for (int i = 0; i < threads; i++) {
        byte[] from = new byte[bytes];
        byte[] to = new byte[bytes];
        Thread thread =
            new Thread(
                () -> {
                  if (!opened(go)) {
                    return;
                  }
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
      done.await();
      double copied = (double) (rounds / threads + 1) * threads * bytes;
      best = Math.max(best, copied / (System.nanoTime() - start));
    }
    return best;
  }

  private static boolean opened(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static void goOn() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /**
   * The JVM fills a new direct buffer with zeros, and thus touches every page of it first; what
   * filling it again takes is not the fault's.
   */
  private double touchNs() throws InterruptedException {
    byte[] zeros = new byte[MIB];
    long first = Long.MAX_VALUE;
    long again = Long.MAX_VALUE;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      goOn();
      long start = System.nanoTime();
      ByteBuffer fresh = ByteBuffer.allocateDirect(TOUCHED);
      long touched = System.nanoTime();
      while (fresh.hasRemaining()) {
        fresh.put(zeros);
      }
      first = Math.min(first, touched - start);
      again = Math.min(again, System.nanoTime() - touched);
      sink += fresh.get(TOUCHED - 1);
    }
    return (double) Math.max(0, first - again) * PAGE / TOUCHED;
  }

  /** Loads that wait for each other: a random cycle through a line of every 64 bytes. */
  private double loadNs(int bytes) throws InterruptedException {
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
      goOn();
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

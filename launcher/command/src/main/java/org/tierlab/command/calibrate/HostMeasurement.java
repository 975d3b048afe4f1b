package org.tierlab.command.calibrate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.tierlab.command.calibrate.MeasuredTables.Form;

/**
 * What can be measured of the host from inside a Java process, for a first guess: latency of
 * dependent loads by footprint, reading and copying by threads, and the first touch of a page. Each
 * figure is the best of several; nothing of it enters a result. Memory is taken to be that of node
 * 0: a process that is bound elsewhere measures another node.
 */
public final class HostMeasurement {
  private static final int REPEATS = 5;
  private static final int MIB = 1 << 20;
  private static final int PAGE = 4096;
  private static final int TOUCHED = 64 * MIB;
  private static final int LINE = 64;
  private static final int INTS_OF_LINE = LINE / Integer.BYTES;
  private static final int LOADS = 2_000_000;

  /** Odd, so that lines of a power of two are all visited; the golden ratio of 32 bits. */
  private static final int STRIDE = 0x9E37_79B1;

  private long sink;

  /** Prepares measurements. */
  public HostMeasurement() {}

  /**
   * Measures.
   *
   * @param mostMib memory of the largest footprint, MiB
   * @return tables of comma-separated values, each in a form that {@link Calibration} reads
   * @throws InterruptedException if the thread is interrupted; what was measured is lost
   */
  public String rows(int mostMib) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    table(text, Form.LATENCY, "loads that wait for each other");
    for (int mib = Math.min(4, mostMib); mib <= mostMib; mib *= 2) {
      row(text, "0,%d,%.3f", mib * 1024, loadNs(mib * MIB));
    }
    List<Integer> counts = threadCounts();
    table(text, Form.BANDWIDTH, "loads that do not wait, by threads with a part of the footprint");
    int footprint = Integer.highestOneBit(mostMib);
    for (int threads : counts) {
      row(text, "0,%d,%d,%.3f", threads, footprint * 1024, readGBps(footprint * MIB, threads));
    }
    table(text, Form.COPY, "copying by threads, between two buffers of this size each");
    for (int kib = 64; kib <= Math.min(64, mostMib) * 1024; kib *= 32) {
      for (int threads : counts) {
        row(text, "%d,%d,%.3f", kib, threads, copyGBps(kib * 1024, threads));
      }
    }
    table(text, Form.TOUCH, "first touch of pages, zeroing by the kernel included");
    row(text, "%d,%.3f", TOUCHED / PAGE, touchNs());
    return text + "# best of " + REPEATS + " each; sum " + Long.toHexString(sink) + "\n";
  }

  private static void table(StringBuilder text, Form form, String about) {
    text.append("# ").append(about).append('\n').append(form.header()).append('\n');
  }

  private static void row(StringBuilder text, String format, Object... cells) {
    text.append(String.format(Locale.ROOT, format, cells)).append('\n');
  }

  /** Powers of two up to the number of CPUs, 16 at most. */
  private static List<Integer> threadCounts() {
    List<Integer> counts = new ArrayList<>();
    int most = Math.min(16, Runtime.getRuntime().availableProcessors());
    for (int threads = 1; threads <= most; threads *= 2) {
      counts.add(threads);
    }
    return counts;
  }

  /** Bytes that threads copy together in a nanosecond. */
  private double copyGBps(int bytes, int threads) throws InterruptedException {
    int rounds = (int) Math.max(1, 256L * MIB / bytes) / threads + 1;
    double best = 0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      double ns =
          together(
              threads,
              () -> {
                byte[] from = new byte[bytes];
                byte[] to = new byte[bytes];
                return () -> {
                  for (int round = 0; round < rounds; round++) {
                    System.arraycopy(from, 0, to, 0, bytes);
                  }
                  return to[bytes - 1];
                };
              });
      best = Math.max(best, (double) rounds * threads * bytes / ns);
    }
    return best;
  }

  /** Bytes of lines that threads read together in a nanosecond. */
  private double readGBps(int bytes, int threads) throws InterruptedException {
    int lines = Integer.highestOneBit(bytes / threads / LINE);
    double best = 0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      double ns = together(threads, () -> loads(new int[lines * INTS_OF_LINE], lines));
      best = Math.max(best, (double) LOADS * threads * LINE / ns);
    }
    return best;
  }

  /**
   * Loads that do not wait for each other: one of each line, in steps that no prefetcher follows.
   */
  private static LongSupplier loads(int[] data, int lines) {
    return () -> {
      long sum = 0;
      for (int i = 0; i < LOADS; i++) {
        sum += data[(i * STRIDE & lines - 1) * INTS_OF_LINE];
      }
      return sum;
    };
  }

  /** Has threads prepare, then work at once; nanoseconds until the last one ends. */
  private double together(int threads, Supplier<LongSupplier> prepare) throws InterruptedException {
    goOn();
    CountDownLatch ready = new CountDownLatch(threads);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(threads);
    LongAdder sum = new LongAdder();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                LongSupplier work = prepare.get();
                ready.countDown();
                if (opened(go)) {
                  sum.add(work.getAsLong());
                  done.countDown();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    ready.await();
    long start = System.nanoTime();
    go.countDown();
    done.await();
    long ns = System.nanoTime() - start;
    sink += sum.sum();
    return ns;
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

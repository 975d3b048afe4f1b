package org.tierlab.sim.migration;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.WorkerTime;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.recording.Timeline;

/**
 * Hands batches to the attached copy engine and checks its answers. Reused for every batch.
 *
 * <p>An engine that throws, or leaves a folio without a verdict, is reported as broken; the batch's
 * folios count as failed then and stay at their source.
 */
public final class CopyStation implements CopyBatch, CopyReport {
  /** The attached engine, with containment. */
  public interface EngineCall {
    /**
     * Runs code of the engine.
     *
     * @param code calls into it
     * @return false if the engine failed
     */
    boolean call(Runnable code);

    /**
     * Reports nonsense.
     *
     * @param why one line
     */
    void broken(String why);

    /**
     * Hears how long a batch took; failed folios count.
     *
     * @param bytes of the batch
     * @param copyNs from the start of the copy until the last folio was copied
     * @param firstPs from the first isolation until the first folio was mapped again, picoseconds
     * @param lastPs from the first isolation until the last folio was mapped again, picoseconds
     */
    void timed(long bytes, double copyNs, long firstPs, long lastPs);
  }

  private final Machine machine;
  private @Nullable CopyEngine engine;
  private @Nullable EngineCall call;
  private long[] bytes = new long[16];
  private double[] doneNs = new double[16];
  private int[] verdict = new int[16];
  private int folios;
  private int source;
  private int target;
  private int initiatorPayer;
  private String initiatorName = "";
  private long startPs;
  private double initiatorNs;
  private long totalBytes;

  /**
   * Makes a station without engine.
   *
   * @param machine gives rates, receives traffic and bursts
   */
  public CopyStation(Machine machine) {
    this.machine = machine;
  }

  /**
   * Sets the engine.
   *
   * @param newEngine the engine, null for none
   * @param newCall its containment, null for none
   */
  public void engine(@Nullable CopyEngine newEngine, @Nullable EngineCall newCall) {
    engine = newEngine;
    call = newCall;
  }

  /**
   * Whether an engine is attached.
   *
   * @return false if nothing can be copied
   */
  public boolean ready() {
    return engine != null;
  }

  /**
   * The size of a batch.
   *
   * @return base pages, 0 without engine
   */
  int batchPages() {
    CopyEngine present = engine;
    EngineCall guard = call;
    if (present == null || guard == null) {
      return 0;
    }
    int[] answer = {0};
    guard.call(() -> answer[0] = present.batchPages());
    if (answer[0] < 1) {
      guard.broken("batchPages() is " + answer[0] + ", expected at least 1");
      return 1;
    }
    return answer[0];
  }

  void begin(int from, int to) {
    folios = 0;
    source = from;
    target = to;
    initiatorNs = 0;
    totalBytes = 0;
  }

  void add(int pages) {
    if (folios == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * folios);
      doneNs = Arrays.copyOf(doneNs, 2 * folios);
      verdict = Arrays.copyOf(verdict, 2 * folios);
    }
    bytes[folios] = pages * 4096L;
    verdict[folios] = 0;
    doneNs[folios++] = 0;
    totalBytes += pages * 4096L;
  }

  /** Has the batch copied; afterwards every folio has a verdict. */
  void copy(Initiator by) {
    startPs = by.nowPs();
    initiatorPayer = by.payer();
    initiatorName = by.name();
    CopyEngine present = engine;
    EngineCall guard = call;
    boolean ok = present != null && guard != null && guard.call(() -> present.copy(this, this));
    for (int i = 0; i < folios; i++) {
      if (verdict[i] == 0 && ok && guard != null) {
        guard.broken("gave no verdict for folio " + i + " of " + folios);
        ok = false;
      }
    }
    for (int i = 0; i < folios; i++) {
      if (!ok) {
        verdict[i] = -1;
      }
      if (verdict[i] > 0) {
        machine.node(source).recordCopy(bytes[i], doneNs[i]);
        machine.node(target).recordCopy(bytes[i], doneNs[i]);
      }
    }
  }

  /** Tells the engine's side when a batch's folios are mapped again, since its first isolation. */
  void timed(long firstPs, long lastPs) {
    EngineCall guard = call;
    if (guard != null) {
      guard.timed(totalBytes, lastNs(), firstPs, lastPs);
    }
  }

  boolean copied(int i) {
    return verdict[i] > 0;
  }

  double doneNs(int i) {
    return doneNs[i];
  }

  double lastNs() {
    double last = 0;
    for (int i = 0; i < folios; i++) {
      last = Math.max(last, doneNs[i]);
    }
    return last;
  }

  double initiatorNs() {
    return initiatorNs;
  }

  /** How long the initiator has nothing to do but to wait for the last folio. */
  double waitNs() {
    return Math.max(0, lastNs() - initiatorNs);
  }

  @Override
  public int folios() {
    return folios;
  }

  @Override
  public long bytes(int i) {
    return bytes[i];
  }

  @Override
  public long totalBytes() {
    return totalBytes;
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
    return startPs / 1000;
  }

  @Override
  public int cpuNode() {
    return machine.nearestCpuNode(target);
  }

  @Override
  public double resumeNs() {
    return machine.resumeNs(cpuNode());
  }

  @Override
  public double cpuCopyGBps(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("copy by " + threads + " threads");
    }
    return machine.copyGBps(source, target, threads);
  }

  @Override
  public void done(int i, double offsetNs) {
    judge(i, 1, offsetNs);
  }

  @Override
  public void failed(int i, double offsetNs) {
    judge(i, -1, offsetNs);
  }

  private void judge(int i, int judgement, double offsetNs) {
    if (i < 0 || i >= folios || verdict[i] != 0) {
      throw new IllegalArgumentException("second or impossible verdict for folio " + i);
    }
    requireTime(offsetNs);
    verdict[i] = judgement;
    doneNs[i] = offsetNs;
  }

  private static void requireTime(double ns) {
    if (!(ns >= 0 && ns < 1e15)) {
      throw new IllegalArgumentException("time of " + ns + " ns");
    }
  }

  @Override
  public void chargeInitiator(double ns) {
    requireTime(ns);
    copies(Timeline.Lane.COPY, initiatorName, initiatorNs, ns);
    initiatorNs += ns;
  }

  @Override
  public void chargeWorker(String workqueue, double ns) {
    requireTime(ns);
    machine.cpuState().burst(machine.cpuState().payer(workqueue), startPs, Math.round(ns * 1000));
    copies(Timeline.Lane.COPY, workqueue, 0, ns);
  }

  @Override
  public void chargeWorker(WorkerTime time) {
    int payer =
        time.account() == WorkerTime.Account.INITIATOR
            ? initiatorPayer
            : machine.cpuState().payer(time.workqueue());
    machine
        .cpuState()
        .burst(
            payer,
            startPs + Math.round(time.fromNs() * 1000),
            Math.round(time.cpuNs() * 1000),
            WorkerTime.weight(time.nice()));
    copies(Timeline.Lane.COPY, time.workqueue(), time.fromNs(), time.cpuNs());
  }

  private void copies(Timeline.Lane lane, String who, double fromNs, double ns) {
    if (machine.timeline() == Timeline.NONE) {
      return;
    }
    long fromPs = startPs + Math.round(fromNs * 1000);
    machine
        .timeline()
        .span(lane, who, "copy", fromPs, fromPs + Math.round(ns * 1000), totalBytes / 4096);
  }

  @Override
  public void cacheFill(int complexes, long filled) {
    if (complexes < 1 || filled < 0) {
      throw new IllegalArgumentException(filled + " bytes through " + complexes + " caches");
    }
    machine.cacheFill(cpuNode(), complexes, filled);
  }

  @Override
  public void chargeDevice(String device, double ns) {
    requireTime(ns);
    machine.deviceTime(device, Math.round(ns * 1000));
    copies(Timeline.Lane.DEVICE, device, 0, ns);
  }
}

package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.WorkerTime;

/** Keeps what a copy engine reports; refuses a second verdict on a folio and impossible times. */
public final class RecordingCopyReport implements CopyReport {
  private final double[] offsetsNs;
  private final boolean[] done;
  private final Map<String, Double> workersNs = new LinkedHashMap<>();
  private final Map<String, Double> devicesNs = new LinkedHashMap<>();
  private final List<WorkerTime> workers = new ArrayList<>();
  private double initiatorNs;
  private long cacheFillBytes;
  private int cacheFillComplexes;

  /**
   * Makes an empty report.
   *
   * @param folios how many the batch has
   */
  public RecordingCopyReport(int folios) {
    offsetsNs = new double[folios];
    done = new boolean[folios];
    Arrays.fill(offsetsNs, Double.NaN);
  }

  @Override
  public void done(int i, double offsetNs) {
    verdict(i, offsetNs);
    done[i] = true;
  }

  @Override
  public void failed(int i, double offsetNs) {
    verdict(i, offsetNs);
  }

  private void verdict(int i, double offsetNs) {
    if (!Double.isNaN(offsetsNs[i])) {
      throw new IllegalStateException("folio " + i + " got a second verdict");
    }
    offsetsNs[i] = checked(offsetNs);
  }

  private static double checked(double ns) {
    if (!(ns >= 0 && ns < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a time of " + ns + " ns");
    }
    return ns;
  }

  @Override
  public void chargeInitiator(double ns) {
    initiatorNs += checked(ns);
  }

  @Override
  public void chargeWorker(String workqueue, double ns) {
    workersNs.merge(workqueue, checked(ns), Double::sum);
  }

  @Override
  public void chargeWorker(WorkerTime time) {
    workers.add(time);
    workersNs.merge(time.workqueue(), time.cpuNs(), Double::sum);
  }

  @Override
  public void cacheFill(int complexes, long bytes) {
    if (complexes < 1 || bytes < 0) {
      throw new IllegalArgumentException(bytes + " bytes through " + complexes + " caches");
    }
    cacheFillBytes += bytes;
    cacheFillComplexes = Math.max(cacheFillComplexes, complexes);
  }

  @Override
  public void chargeDevice(String device, double ns) {
    devicesNs.merge(device, checked(ns), Double::sum);
  }

  /**
   * Whether every folio has a verdict.
   *
   * @return true if none is missing
   */
  public boolean complete() {
    return Arrays.stream(offsetsNs).noneMatch(Double::isNaN);
  }

  /**
   * Whether a folio was copied.
   *
   * @param i index
   * @return false if it failed or has no verdict
   */
  public boolean copied(int i) {
    return done[i];
  }

  /**
   * Folios copied.
   *
   * @return how many
   */
  public int copied() {
    return (int) IntStream.range(0, done.length).filter(i -> done[i]).count();
  }

  /**
   * When a folio's verdict came.
   *
   * @param i index
   * @return nanoseconds after the batch's start
   */
  public double offsetNs(int i) {
    return offsetsNs[i];
  }

  /**
   * When the last verdict came.
   *
   * @return nanoseconds after the batch's start
   */
  public double lastOffsetNs() {
    return Arrays.stream(offsetsNs).max().orElse(0);
  }

  /**
   * CPU time of the initiating thread.
   *
   * @return nanoseconds
   */
  public double initiatorNs() {
    return initiatorNs;
  }

  /**
   * CPU time of workers.
   *
   * @return nanoseconds by workqueue
   */
  public Map<String, Double> workersNs() {
    return Collections.unmodifiableMap(workersNs);
  }

  /**
   * Workers that were charged one by one.
   *
   * @return in order
   */
  public List<WorkerTime> workers() {
    return Collections.unmodifiableList(workers);
  }

  /**
   * Bytes that went through caches.
   *
   * @return the sum
   */
  public long cacheFillBytes() {
    return cacheFillBytes;
  }

  /**
   * Core complexes whose caches were used.
   *
   * @return the greatest number reported, 0 if none was
   */
  public int cacheFillComplexes() {
    return cacheFillComplexes;
  }

  /**
   * Time that devices were occupied.
   *
   * @return nanoseconds by device
   */
  public Map<String, Double> devicesNs() {
    return Collections.unmodifiableMap(devicesNs);
  }
}

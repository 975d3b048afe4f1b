package org.tierlab.api.policy;

import java.util.Arrays;
import org.tierlab.api.memory.AddressSpaceView;

/**
 * A policy's answer: which folios go to which node, why and how. Reusable after its completion; not
 * thread-safe.
 */
public final class MigrationPlan {
  private final Reason reason;
  private final Batching batching;
  private final TargetRule targetRule;
  private int size;
  private AddressSpaceView[] mms = new AddressSpaceView[16];
  private long[] pages = new long[16];
  private int[] targets = new int[16];

  /**
   * Makes an empty plan.
   *
   * @param reason why its folios move
   * @param batching how they pass through the pipeline
   * @param targetRule when a target may take them
   */
  public MigrationPlan(Reason reason, Batching batching, TargetRule targetRule) {
    this.reason = reason;
    this.batching = batching;
    this.targetRule = targetRule;
  }

  /** Empties the plan. */
  public void clear() {
    size = 0;
  }

  /**
   * Appends a folio.
   *
   * @param mm its address space
   * @param page a page of it
   * @param target the node it shall go to
   */
  public void add(AddressSpaceView mm, long page, int target) {
    if (size == pages.length) {
      mms = Arrays.copyOf(mms, 2 * size);
      pages = Arrays.copyOf(pages, 2 * size);
      targets = Arrays.copyOf(targets, 2 * size);
    }
    mms[size] = mm;
    pages[size] = page;
    targets[size++] = target;
  }

  /**
   * Why the folios move.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * How the folios pass through the pipeline.
   *
   * @return the batching
   */
  public Batching batching() {
    return batching;
  }

  /**
   * When a target may take a folio.
   *
   * @return the rule
   */
  public TargetRule targetRule() {
    return targetRule;
  }

  /**
   * The number of folios.
   *
   * @return folios in the plan
   */
  public int size() {
    return size;
  }

  /**
   * The address space of a folio.
   *
   * @param i index
   * @return its mm
   */
  public AddressSpaceView mm(int i) {
    return mms[i];
  }

  /**
   * A folio's page.
   *
   * @param i index
   * @return a dense page number
   */
  public long page(int i) {
    return pages[i];
  }

  /**
   * A folio's target.
   *
   * @param i index
   * @return a node
   */
  public int target(int i) {
    return targets[i];
  }
}

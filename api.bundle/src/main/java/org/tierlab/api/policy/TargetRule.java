package org.tierlab.api.policy;

/** When the target node may take a folio. */
public enum TargetRule {
  /** Free pages must stay above the high watermark; if not, kswapd of the target is woken. */
  HIGH_WATERMARK_WAKE_KSWAPD,
  /** Free pages must stay above the high watermark; nobody is woken. */
  HIGH_WATERMARK,
  /**
   * Free pages must stay above the min watermark; no reclaim, nobody is woken (DAMON, demotion).
   */
  MIN_WATERMARK
}

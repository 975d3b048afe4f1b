package org.tierlab.api.policy;

/** How the folios of a plan pass through the migration pipeline. */
public enum Batching {
  /** Each folio by itself: unmap, flush, copy, remap, then the next. */
  ONE_BY_ONE,
  /** Batches of the copy engine's size: unmap all, one deferred flush, copy all, remap all. */
  BATCHED
}

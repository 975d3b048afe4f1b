package org.tierlab.api.memory;

import java.util.Arrays;

/** Folios taken from an LRU list for inspection. Reusable; not thread-safe. */
public final class LruBatch {
  private int size;
  private AddressSpaceView[] mms = new AddressSpaceView[64];
  private long[] pages = new long[64];
  private boolean[] referenced = new boolean[64];
  private boolean[] referencedBefore = new boolean[64];

  /** Makes an empty batch. */
  public LruBatch() {}

  /** Empties the batch. */
  public void clear() {
    size = 0;
  }

  /**
   * Appends a folio.
   *
   * @param mm its address space
   * @param page its head page
   * @param wasReferenced whether an access was seen since the last look
   * @param hadReferencedFlag whether {@link FolioFlag#REFERENCED} was set before this look
   */
  public void add(
      AddressSpaceView mm, long page, boolean wasReferenced, boolean hadReferencedFlag) {
    if (size == pages.length) {
      mms = Arrays.copyOf(mms, 2 * size);
      pages = Arrays.copyOf(pages, 2 * size);
      referenced = Arrays.copyOf(referenced, 2 * size);
      referencedBefore = Arrays.copyOf(referencedBefore, 2 * size);
    }
    mms[size] = mm;
    pages[size] = page;
    referenced[size] = wasReferenced;
    referencedBefore[size++] = hadReferencedFlag;
  }

  /**
   * The number of folios.
   *
   * @return folios in the batch
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
   * The head page of a folio.
   *
   * @param i index
   * @return a dense page number of {@link #mm}
   */
  public long page(int i) {
    return pages[i];
  }

  /**
   * Whether an access was seen since the last look.
   *
   * @param i index
   * @return true if the accessed or young bit was set
   */
  public boolean referenced(int i) {
    return referenced[i];
  }

  /**
   * Whether the folio's {@link FolioFlag#REFERENCED} was set when it was taken: an earlier look at
   * the inactive list has seen an access too.
   *
   * @param i index
   * @return the flag as it was before this look
   */
  public boolean referencedBefore(int i) {
    return referencedBefore[i];
  }
}

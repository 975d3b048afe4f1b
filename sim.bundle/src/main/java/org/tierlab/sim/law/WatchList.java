package org.tierlab.sim.law;

import java.util.Arrays;

/** A set of folios of which any can be picked at random: four bytes each, in no order. */
final class WatchList {
  private static final int BLOCK_SHIFT = 16;
  private static final int BLOCK_MASK = (1 << BLOCK_SHIFT) - 1;

  private int[][] blocks = new int[4][];
  private int size;

  int size() {
    return size;
  }

  int get(int index) {
    return blocks[index >>> BLOCK_SHIFT][index & BLOCK_MASK];
  }

  void add(int folio) {
    int block = size >>> BLOCK_SHIFT;
    if (block == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * block);
    }
    if (blocks[block] == null) {
      blocks[block] = new int[1 << BLOCK_SHIFT];
    }
    blocks[block][size++ & BLOCK_MASK] = folio;
  }

  /** Removes the folio at an index; the last one takes its place. */
  void remove(int index) {
    size--;
    blocks[index >>> BLOCK_SHIFT][index & BLOCK_MASK] = get(size);
  }
}

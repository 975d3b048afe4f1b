package org.tierlab.policy.hotstore;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sections of all address spaces, made when something in them is first reported. In the kernel
 * they are sections of physical memory.
 */
final class HotMap {
  private static final HotSection[] NONE = {};

  private final RecordFormat format;
  private @Nullable HotSection[][] sections = new HotSection[8][];

  HotMap(RecordFormat format) {
    this.format = format;
    Arrays.fill(sections, NONE);
  }

  /** Address spaces that have sections; all numbers below. */
  int spaces() {
    return sections.length;
  }

  /** Sections of an address space; there may be gaps. */
  int sections(int mm) {
    return sections[mm].length;
  }

  /** A section, null if nothing was reported in it. */
  @Nullable HotSection find(int mm, int section) {
    return sections[mm][section];
  }

  /** A section, made if need be. */
  HotSection section(int mm, int section) {
    int spaces = sections.length;
    if (mm >= spaces) {
      sections = Arrays.copyOf(sections, Math.max(mm + 1, 2 * spaces));
      Arrays.fill(sections, spaces, sections.length, NONE);
    }
    if (section >= sections[mm].length) {
      sections[mm] = Arrays.copyOf(sections[mm], section + 1);
    }
    HotSection found = sections[mm][section];
    if (found == null) {
      found = new HotSection(format);
      sections[mm][section] = found;
    }
    return found;
  }

  /** Forgets an address space that has exited. */
  void drop(int mm) {
    sections[mm] = NONE;
  }
}

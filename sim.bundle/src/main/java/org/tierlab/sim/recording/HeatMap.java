package org.tierlab.sim.recording;

import java.util.List;

/**
 * Where the accesses of a run went: address ranges by time bins. Immutable; the arrays that it
 * gives out belong to it and are not to be written.
 */
public final class HeatMap {
  /** Of a run that was not recorded. */
  public static final HeatMap EMPTY =
      new HeatMap(RecordingSetting.STEP_NS, 0, List.of(), new double[0][], new int[0][][]);

  /**
   * An address range.
   *
   * @param process name of its process; of the last row perhaps that of many
   * @param firstPage its first page, as the page table numbers them
   * @param pages its length
   * @param address virtual address of its first page
   */
  public record Row(String process, long firstPage, long pages, long address) {}

  private final long columnNs;
  private final long endNs;
  private final List<Row> rows;
  private final double[][] accesses;
  private final int[][][] pages;

  /**
   * Makes a map. The arrays are not copied.
   *
   * @param columnNs length of a time bin
   * @param endNs where the last bin ends
   * @param rows the address ranges
   * @param accesses by bin and range
   * @param pages by bin, range and node
   */
  public HeatMap(long columnNs, long endNs, List<Row> rows, double[][] accesses, int[][][] pages) {
    this.columnNs = columnNs;
    this.endNs = endNs;
    this.rows = List.copyOf(rows);
    this.accesses = accesses;
    this.pages = pages;
  }

  /**
   * Length of a time bin; the last one may be shorter.
   *
   * @return simulated nanoseconds
   */
  public long columnNs() {
    return columnNs;
  }

  /**
   * Where the last bin ends.
   *
   * @return simulated nanoseconds
   */
  public long endNs() {
    return endNs;
  }

  /**
   * The address ranges.
   *
   * @return in order of process and address
   */
  public List<Row> rows() {
    return rows;
  }

  /**
   * Accesses in a time bin: estimated from a sample of them, scaled so that the bin adds up to the
   * accesses of its time.
   *
   * @param column which bin
   * @return by row
   */
  public double[] accesses(int column) {
    return accesses[column];
  }

  /**
   * Which node held how many pages at the end of a time bin.
   *
   * @param column which bin
   * @param row which address range
   * @return by node
   */
  public int[] pages(int column, int row) {
    return pages[column][row];
  }

  /**
   * How many time bins there are.
   *
   * @return a count
   */
  public int columns() {
    return accesses.length;
  }
}

package org.tierlab.report.files;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.report.files.Table.Column;
import org.tierlab.sim.recording.HeatMap;
import org.tierlab.sim.recording.Recording;

/** A recording as tables. */
public final class RecordingTables {
  private RecordingTables() {}

  /**
   * Every counter over time: {@code time_s}, then {@code section/name} as the recording calls them,
   * summed up since the start, then {@code load_factor/node}.
   *
   * @param recording the recording
   * @return a row a sample
   */
  public static Table series(Recording recording) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("time_s", Table.Type.DOUBLE));
    recording.names().forEach(name -> columns.add(new Column(name, Table.Type.LONG)));
    int counters = recording.names().size();
    for (int node = 0; node < recording.nodes(); node++) {
      columns.add(new Column("load_factor/" + node, Table.Type.DOUBLE));
    }
    return new Table(
        columns,
        recording.samples(),
        (row, column) -> {
          if (column == 0) {
            return recording.atNs(row) / 1e9;
          }
          return column <= counters
              ? (Object) recording.value(row, column - 1)
              : (Object) recording.loadFactor(row, column - 1 - counters);
        });
  }

  /**
   * The heat map: {@code from_s} and {@code to_s} of a time bin, {@code process}, {@code address}
   * and {@code pages} of a range, {@code accesses} to it and {@code node0_pages} … that nodes held
   * at the end of the bin.
   *
   * @param heat the map
   * @param nodes how many nodes there are
   * @return a row for each bin and range
   */
  public static Table heat(HeatMap heat, int nodes) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("from_s", Table.Type.DOUBLE));
    columns.add(new Column("to_s", Table.Type.DOUBLE));
    columns.add(new Column("process", Table.Type.TEXT));
    columns.add(new Column("address", Table.Type.LONG));
    columns.add(new Column("pages", Table.Type.LONG));
    columns.add(new Column("accesses", Table.Type.DOUBLE));
    for (int node = 0; node < nodes; node++) {
      columns.add(new Column("node" + node + "_pages", Table.Type.LONG));
    }
    int ranges = heat.rows().size();
    return new Table(
        columns,
        heat.columns() * ranges,
        (row, column) -> cell(heat, row / ranges, row % ranges, column));
  }

  private static Object cell(HeatMap heat, int bin, int range, int column) {
    HeatMap.Row row = heat.rows().get(range);
    return switch (column) {
      case 0 -> bin * heat.columnNs() / 1e9;
      case 1 -> Math.min((bin + 1) * heat.columnNs(), heat.endNs()) / 1e9;
      case 2 -> row.process();
      case 3 -> row.address();
      case 4 -> row.pages();
      case 5 -> heat.accesses(bin)[range];
      default -> (long) heat.pages(bin, range)[column - 6];
    };
  }
}

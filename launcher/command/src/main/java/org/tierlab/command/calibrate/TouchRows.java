package org.tierlab.command.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tierlab.command.study.StudyTable.Row;

/** First touches of pages: each row measures the one constant. */
final class TouchRows implements RowModel {
  private final double base;
  private final List<Measurement> rows = new ArrayList<>();

  TouchRows(MeasuredTables tables, BaseMachine machine) {
    base = machine.spec().costs().minorFaultNs();
    for (Row row : tables.of(MeasuredTables.Form.TOUCH)) {
      String name = "first touch, " + row.whole("pages", Integer.MAX_VALUE) + " pages";
      rows.add(new Measurement(row.line(), name, row.positive("first_touch_ns"), "ns"));
    }
  }

  @Override
  public List<Measurement> rows() {
    return rows;
  }

  @Override
  public List<Constant> constants() {
    return List.of(new Constant("costs.minor_fault_ns", base, 0.1, 1e8, 1, "ns"));
  }

  @Override
  public List<double[]> starts() {
    return List.of(new double[] {rows.get(0).value()});
  }

  @Override
  public double[] predict(double[] values) {
    double[] predicted = new double[rows.size()];
    Arrays.fill(predicted, values[0]);
    return predicted;
  }
}

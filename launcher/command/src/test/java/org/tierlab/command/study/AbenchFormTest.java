package org.tierlab.command.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.command.study.AbenchForm.Cell;
import org.tierlab.command.study.AbenchForm.Constants;

class AbenchFormTest {
  private static final Constants TRUE = new Constants(50, 4, 28);

  private static Cell cell(String column, double missNs, boolean atCeiling, double measuredNs) {
    return new Cell(column, measuredNs, missNs, atCeiling ? 250 : 0, 3, 64, atCeiling);
  }

  private static Cell simulated(String column, double missNs, boolean atCeiling) {
    double ns = AbenchForm.accessNs(cell(column, missNs, atCeiling, 1), TRUE);
    return cell(column, missNs, atCeiling, ns);
  }

  @Test
  void belowTheCeilingTimesAreSums() {
    assertThat(AbenchForm.accessNs(cell("a", 200, false, 1), TRUE)).isEqualTo(50 + 200 / 4.0 + 3);
  }

  /** At its ceiling the loop rests where the time explains the use that explains the time. */
  @Test
  void atTheCeilingUseAndTimeAgree() {
    double time = AbenchForm.accessNs(cell("a", 300, true, 1), TRUE);
    double use = 64 * 64 / time / 28;
    assertThat(use).isBetween(0.75, 1.0);
    assertThat(time).isCloseTo(50 + 300 / 4.0 + 3 + 250 / 4.0 * 8 * (use - 0.75), within(0.01));
  }

  @Test
  void fitFindsTheConstantsThatMadeTheCells() {
    List<Cell> cells = new ArrayList<>();
    cells.add(simulated("two", 200, false));
    cells.add(simulated("two", 260, false));
    cells.add(simulated("three", 240, false));
    cells.add(simulated("one", 300, true));
    Constants found = AbenchForm.fit(cells, new Constants(0, 1, 26));
    assertThat(found.cpuNs()).isCloseTo(50, within(1e-6));
    assertThat(found.overlap()).isCloseTo(4, within(1e-6));
    assertThat(found.slowGBps()).isCloseTo(28, within(1e-3));
  }

  @Test
  void whatNoCellTellsStays() {
    Constants before = new Constants(10, 2, 26);
    assertThat(AbenchForm.fit(List.of(simulated("two", 200, false)), before)).isEqualTo(before);
    Constants found =
        AbenchForm.fit(List.of(simulated("two", 200, false), simulated("two", 260, false)), before);
    assertThat(found.slowGBps()).isEqualTo(26);
  }
}

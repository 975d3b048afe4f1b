package org.tierlab.command.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.command.study.Sensitivity.Cell;

class SensitivityTest {
  private static Cell cell(String column, double error, double... slopes) {
    return new Cell(column, error, java.util.Arrays.stream(slopes).boxed().toList());
  }

  /** Times 10 % high in one cell by one constant, 4 % low in another by another. */
  @Test
  void theStepTakesErrorsAway() {
    double[] step = Sensitivity.step(List.of(cell("a", 0.10, 0.5, 0), cell("b", -0.04, 0, -0.4)));
    assertThat(step[0]).isCloseTo(-0.2, within(0.002));
    assertThat(step[1]).isCloseTo(-0.1, within(0.002));
  }

  @Test
  void whatNoCellTellsStays() {
    double[] step = Sensitivity.step(List.of(cell("a", 0.10, 0.5, 0)));
    assertThat(step[1]).isZero();
  }

  @Test
  void twoConstantsThatDoTheSameShareTheStep() {
    double[] step = Sensitivity.step(List.of(cell("a", 0.10, 0.5, 0.5)));
    assertThat(step[0]).isCloseTo(-0.1, within(0.001));
    assertThat(step[1]).isCloseTo(step[0], within(1e-9));
  }

  /** The others want the constant 20 % down, which makes 8 % of the one that is left out. */
  @Test
  void aColumnLeftOutIsPredictedByTheOthers() {
    List<Cell> cells = List.of(cell("a", 0.10, 0.5), cell("a", 0.10, 0.5), cell("b", 0.05, 0.4));
    assertThat(Sensitivity.leftOut(cells, "b")).hasSize(1);
    assertThat(Sensitivity.leftOut(cells, "b").get(0)).isCloseTo(-0.03, within(0.001));
    assertThat(Sensitivity.leftOut(cells, "a").get(0)).isCloseTo(0.0381, within(0.001));
  }

  @Test
  void withoutOthersNothingIsPredicted() {
    assertThat(Sensitivity.leftOut(List.of(cell("a", 0.1, 0.5)), "a")).isEmpty();
  }
}

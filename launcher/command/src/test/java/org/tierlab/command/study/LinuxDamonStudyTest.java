package org.tierlab.command.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.command.study.StudyTable.Row;

/** The study's rows are what the recordings say. */
class LinuxDamonStudyTest {
  private static final double ROUNDED = 1e-6;

  private static List<DamonAggregation> settled(Row row) throws IOException {
    String name = "linux-damon-" + row.cells().get("recording") + ".csv.gz";
    return Recording.read(name).stream().filter(one -> one.timeMs() > 5_000).toList();
  }

  @Test
  void rowsAreTheMediansOfTheRecordings() throws IOException {
    List<Row> rows = Studies.published(new LinuxDamonStudy()).rows();
    assertThat(rows).hasSize(2);
    for (Row row : rows) {
      List<DamonAggregation> aggregations = settled(row);
      DamonMeasure.all((int) row.notNegative("more_than"))
          .forEach(
              (column, measure) ->
                  assertThat(row.notNegative(column))
                      .as(row.place() + " " + column)
                      .isCloseTo(DamonAggregation.median(aggregations, measure), within(ROUNDED)));
      List<Double> lengths = new ArrayList<>();
      for (int i = 1; i < aggregations.size(); i++) {
        lengths.add((double) aggregations.get(i).timeMs() - aggregations.get(i - 1).timeMs());
      }
      assertThat(row.notNegative("length_ms")).isEqualTo(DamonAggregation.quantile(lengths, 0.5));
      assertThat(row.notNegative(DamonMeasure.HOT_MEAN))
          .isCloseTo(
              DamonAggregation.mean(aggregations, DamonAggregation::hotNrAccesses),
              within(ROUNDED));
    }
  }

  /**
   * Half of the hot range in a region that was accessed eleven times, beside as many cold pages.
   */
  @Test
  void measuresOfARegionThatIsHalfHot() {
    long half = DamonAggregation.HOT_PAGES / 2;
    long start = DamonAggregation.HOT_START;
    DamonAggregation aggregation =
        new DamonAggregation(
            0,
            List.of(
                new DamonAggregation.Region(0, start - half, 0),
                new DamonAggregation.Region(start - half, start + half, 11),
                new DamonAggregation.Region(start + half, DamonAggregation.PAGES, 0)));
    assertThat(aggregation.recall(10)).isEqualTo(0.5);
    assertThat(aggregation.recall(11)).isZero();
    assertThat(aggregation.precision(10)).isEqualTo(0.5);
    assertThat(aggregation.precision(11)).as("nothing found, nothing wrong").isEqualTo(1);
    assertThat(aggregation.hotNrAccesses()).isEqualTo(5.5);
  }
}

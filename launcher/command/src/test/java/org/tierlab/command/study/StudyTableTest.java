package org.tierlab.command.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.command.CommandFailure;
import org.tierlab.command.stats.Sample;

class StudyTableTest {

  private static StudyTable read(String text) {
    return StudyTable.read(text, "x.csv", List.of("host", "folios"));
  }

  @Test
  void rowsAreReadPastCommentsAndEmptyLines() {
    StudyTable table = read("# measured\nhost,folios,gbps\n\nidle, 32 ,5.5\nbusy,1,\n");
    assertThat(table.rows()).hasSize(2);
    StudyTable.Row idle = table.rows().get(0);
    assertThat(idle.word("host", List.of("idle", "busy"))).isEqualTo("idle");
    assertThat(idle.whole("folios", 32)).isEqualTo(32);
    assertThat(idle.positive("gbps")).isEqualTo(5.5);
    assertThat(table.rows().get(1).has("gbps")).isFalse();
    assertThat(table.rows().get(1).has("nothing")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "host,gbps@idle,1 | x.csv:1: column 'folios' is missing, expected columns host, folios",
        "host,folios@idle | x.csv:2: 1 cells, expected 2 as in the first line",
        "host,folios | x.csv: no rows, expected a line of columns and rows below it",
      })
  void badTablesAreRefused(String text, String message) {
    assertThatThrownBy(() -> read(text.replace("@", "\n")))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"33", "0", "1.5", "many", "NaN"})
  void badNumbersNameLineAndColumn(String folios) {
    StudyTable.Row row = read("host,folios\nidle," + folios + "\n").rows().get(0);
    assertThatThrownBy(() -> row.whole("folios", 32))
        .hasMessage(
            "x.csv:2: column 'folios' is '%s', expected a whole number from 1 to 32"
                .formatted(folios));
  }

  @Test
  void quantilesAreLinearBetweenNeighbours() {
    List<Double> sorted = List.of(1.0, 2.0, 4.0);
    assertThat(StudyResult.quantile(sorted, 0)).isEqualTo(1);
    assertThat(StudyResult.quantile(sorted, 0.5)).isEqualTo(2);
    assertThat(StudyResult.quantile(sorted, 0.75)).isEqualTo(3);
    assertThat(StudyResult.quantile(sorted, 1)).isEqualTo(4);
  }

  @Test
  void errorsAreSharesOfWhatWasPublished() {
    StudyCell cell = new StudyCell("g", "r", "c", 200, new Sample(List.of(180.0, 190.0)));
    assertThat(cell.error()).isCloseTo(-0.075, within(1e-12));
    assertThat(new StudyCell("g", "r", "c", 0, new Sample(List.of(3.0))).error()).isEqualTo(3);
    assertThat(new StudyCell("g", "r", "c", 0, new Sample(List.of(0.0))).error()).isZero();
  }

  @Test
  void claimsHoldIfEveryFindingDoesAndThereIsOne() {
    assertThat(result(List.of()).holds()).isFalse();
    assertThat(result(List.of(new StudyResult.Finding("a", true))).holds()).isTrue();
    assertThat(
            result(List.of(new StudyResult.Finding("a", true), new StudyResult.Finding("b", false)))
                .holds())
        .isFalse();
  }

  private static StudyResult result(List<StudyResult.Finding> findings) {
    StudyCell cell = new StudyCell("g", "r", "c", 2, new Sample(List.of(1.0, 1.5)));
    return new StudyResult("s", "m", "it is so", List.of(cell), findings, List.of("but"));
  }

  @Test
  void reportSaysCellErrorAndClaim() {
    String text = StudyReport.text(result(List.of(new StudyResult.Finding("one half", false))));
    assertThat(text)
        .contains("r    c               2      1.250")
        .contains("-37.5 %")
        .contains(
            "claim: it is so\n  does not hold: one half\nthe claim does not hold\nnote: but\n");
  }
}

package org.tierlab.command.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tierlab.api.knob.Unit;

class DimensionTest {

  @ParameterizedTest
  @CsvSource({
    "SIZE, 1 B, 1",
    "SIZE, 1 KiB, 1024",
    "SIZE, 1 kB, 1000",
    "SIZE, 1MiB, 1048576",
    "SIZE, 1 MB, 1000000",
    "SIZE, 1 GiB, 1073741824",
    "SIZE, 1 GB, 1000000000",
    "SIZE, 1 TiB, 1099511627776",
    "SIZE, 1 TB, 1000000000000",
    "SIZE, 3 pages, 12288",
    "SIZE, 0.5 MiB, 524288",
    "TIME, 1 ns, 1",
    "TIME, 1 us, 1000",
    "TIME, 1 \u00b5s, 1000",
    "TIME, 1 \u03bcs, 1000",
    "TIME, 1.5 ms, 1500000",
    "TIME, 2 s, 2000000000",
    "TIME, 2e3 s, 2000000000000",
    "TIME, 1 min, 60000000000",
    "RATE, 1 GB/s, 1000000000",
    "RATE, 1 MB/s, 1000000",
    "RATE, 1 MiB/s, 1048576",
    "RATE, 1 GiB/s, 1073741824",
    "PERCENT, 50 %, 50",
    "PERCENT, 12.5%, 12.5",
  })
  void readsUnits(Dimension dimension, String text, BigDecimal amount) {
    assertThat(dimension.parse(text))
        .hasValueSatisfying(parsed -> assertThat(parsed).isEqualByComparingTo(amount));
  }

  @ParameterizedTest
  @CsvSource({
    "SIZE, 1", "SIZE, MiB", "SIZE, 1 mib", "SIZE, 1 ms", "SIZE, 1 MiB/s", "SIZE, 1 MiB x",
    "SIZE, 1.MiB", "TIME, 1 h", "TIME, 1 S", "RATE, 1 GB", "RATE, 8 Gb/s", "PERCENT, 0.5",
  })
  void refusesOthers(Dimension dimension, String text) {
    assertThat(dimension.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyKnobUnitHasADimension(Unit unit) {
    Dimension dimension = Dimension.of(unit);
    if (unit == Unit.NONE) {
      assertThat(dimension).isNull();
    } else {
      assertThat(dimension.parse("1 " + unit.symbol())).isPresent();
    }
  }

  @Test
  void writesTheLargestUnitThatDivides() {
    String[] units = {"GiB", "MiB", "KiB"};
    assertThat(Dimension.SIZE.write(BigDecimal.valueOf(1L << 30), units)).isEqualTo("1 GiB");
    assertThat(Dimension.SIZE.write(BigDecimal.valueOf(3L << 29), units)).isEqualTo("1536 MiB");
    assertThat(Dimension.SIZE.write(BigDecimal.valueOf(4096), units)).isEqualTo("4 KiB");
  }

  @ParameterizedTest
  @CsvSource({"abit, abit, 0", "abit, abbit, 1", "abit, habit, 1", "scan, span, 1", "ab, ba, 2"})
  void editDistance(String from, String to, int distance) {
    assertThat(Nearest.distance(from, to)).isEqualTo(distance);
  }
}

package org.tierlab.source.abit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.RunContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.Counter;

class ScanTuningTest {
  private static final long MIB = 1L << 20;

  private final AddressSpaceView mm = mock(AddressSpaceView.class);
  private final RunContext context = mock(RunContext.class);

  private Slot slot(ScannerVersion version, int periodMs, long sizeMib, long delta) {
    when(context.counter(eq(mm), anyString())).thenReturn(mock(Counter.class));
    Slot slot = new Slot(context, mm, 0, version, 2000);
    slot.periodMs = periodMs;
    slot.scanBytes = sizeMib * MIB;
    slot.scanDelta = delta;
    return slot;
  }

  @ParameterizedTest(name = "old {0}, found {1}: {2} ms {3} MiB -> {5} ms {6} MiB")
  @CsvSource({
    // nothing before, nothing now: x1.15, half
    "0, 255, 2000, 1024, 0, 2300, 512",
    // nothing before, something now: /8, maximum
    "0, 256, 4800, 1024, 256, 600, 4096",
    // something before and now: x0.85, double
    "256, 256, 2000, 1024, 272, 1700, 2048",
    // something before, nothing now: x8, same
    "256, 0, 600, 1024, 0, 4800, 1024",
    // a sixteenth of 4096 pages is the threshold by itself
    "4096, 0, 2000, 512, 256, 1700, 1024",
    "4095, 0, 500, 512, 0, 4000, 512",
    "4095, 1, 2000, 512, 256, 1700, 1024",
    // clamps
    "0, 0, 4348, 256, 0, 5000, 256",
    "0, 0, 4347, 512, 0, 4999, 256",
    "256, 256, 588, 2048, 272, 500, 4096",
    "256, 256, 590, 4096, 272, 501, 4096",
    "256, 0, 626, 1024, 0, 5000, 1024",
    "256, 0, 625, 1024, 0, 5000, 1024",
    "256, 0, 624, 1024, 0, 4992, 1024",
    "0, 256, 4000, 256, 256, 500, 4096",
    "0, 256, 4008, 256, 256, 501, 4096",
    "0, 256, 3999, 256, 256, 500, 4096",
  })
  void followsTheTable(
      long old, long found, int period, long size, long delta, int newPeriod, long newSize) {
    Slot slot = slot(ScannerVersion.V1, period, size, old);
    new ScanTuning(ScannerVersion.V1).tune(slot, found);
    assertThat(slot.scanDelta).isEqualTo(delta);
    assertThat(slot.periodMs).isEqualTo(newPeriod);
    assertThat(slot.scanBytes).isEqualTo(newSize * MIB);
  }

  @ParameterizedTest
  @CsvSource({
    "V0, 400, 512, 4096, 16384, 16, 1",
    "V1, 500, 256, 1024, 4096, 16, 1",
    "V2, 600, 256, 1024, 4096, 20, 1",
    "V3, 600, 256, 1024, 4096, 20, 8",
  })
  void versionsHaveTheirConstants(
      ScannerVersion version, int minMs, long min, long initial, long max, int sleep, int scale) {
    assertThat(version.clampPeriodMs(minMs - 1)).isEqualTo(minMs);
    assertThat(version.clampPeriodMs(minMs + 1)).isEqualTo(minMs + 1);
    assertThat(version.clampPeriodMs(4999)).isEqualTo(4999);
    assertThat(version.clampPeriodMs(5001)).isEqualTo(5000);
    assertThat(version.clampScanBytes(min * MIB - 1)).isEqualTo(min * MIB);
    assertThat(version.clampScanBytes(max * MIB + 1)).isEqualTo(max * MIB);
    assertThat(version.initialScanBytes()).isEqualTo(initial * MIB);
    assertThat(version.sleepMs()).isEqualTo(sleep);
    assertThat(version.defaultScale()).isEqualTo(scale);
  }

  @ParameterizedTest(name = "scale {0}, {1} % failed: {2} ms -> {3} ms")
  @CsvSource({
    "1, 0, 2000, 2000",
    "2, 0, 2000, 2222",
    "8, 0, 2000, 3555",
    "10, 0, 5000, 10000",
    "11, 0, 5000, 10000",
    "-1, 0, 2000, 3555",
    "1, 9, 2000, 2000",
    "1, 10, 2000, 4000",
    "1, 19, 2000, 4000",
    "1, 100, 2000, 22000",
    "8, 10, 2000, 7110",
    "10, 100, 5000, 110000",
  })
  void thirdVersionStretchesByFailuresAndScale(int scale, int failed, int period, int stretched) {
    when(mm.scanScale()).thenReturn(scale);
    Slot slot = slot(ScannerVersion.V3, period, 1024, 0);
    new ScanTuning(ScannerVersion.V3).stretch(slot, failed);
    assertThat(slot.periodMs).isEqualTo(stretched);
  }

  @Test
  void earlierVersionsIgnoreScaleAndFailures() {
    when(mm.scanScale()).thenReturn(10);
    Slot slot = slot(ScannerVersion.V2, 2000, 1024, 0);
    new ScanTuning(ScannerVersion.V2).stretch(slot, 100);
    assertThat(slot.periodMs).isEqualTo(2000);
  }
}

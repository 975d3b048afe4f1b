package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.time.TaskView;

class ScanPeriodsTest {
  private static final long STEP_PAGES = 65_536;

  private final NumabKnobs knobs = knobs(Map.of());

  private static NumabKnobs knobs(Map<String, ?> values) {
    return KnobSet.of(NumabKnobs.class).bind(values);
  }

  @Test
  void oneWindowPerStartedScanSizeOfResidentMemory() {
    assertThat(ScanPeriods.windows(knobs, 0)).isEqualTo(1);
    assertThat(ScanPeriods.windows(knobs, STEP_PAGES - 1)).isEqualTo(1);
    assertThat(ScanPeriods.windows(knobs, STEP_PAGES)).isEqualTo(1);
    assertThat(ScanPeriods.windows(knobs, STEP_PAGES + 1)).isEqualTo(2);
  }

  @Test
  void theMinimumIsDividedByWindowsDownToAHundredMilliseconds() {
    assertThat(ScanPeriods.minMs(knobs, STEP_PAGES)).isEqualTo(1000);
    assertThat(ScanPeriods.minMs(knobs, STEP_PAGES + 1)).isEqualTo(500);
    assertThat(ScanPeriods.minMs(knobs, 9 * STEP_PAGES)).isEqualTo(111);
    assertThat(ScanPeriods.minMs(knobs, 10 * STEP_PAGES)).isEqualTo(100);
    assertThat(ScanPeriods.minMs(knobs, 11 * STEP_PAGES)).isEqualTo(100);
  }

  @Test
  void theFloorHoldsMarkingBelow2560MegabytesPerSecond() {
    long manySteps = 1_000_000_000;
    assertThat(ScanPeriods.minMs(knobs(Map.of("scan_size_mb", 1280)), manySteps)).isEqualTo(500);
    assertThat(ScanPeriods.minMs(knobs(Map.of("scan_size_mb", 1281)), manySteps)).isEqualTo(1000);
    assertThat(ScanPeriods.minMs(knobs(Map.of("scan_size_mb", 2560)), manySteps)).isEqualTo(1000);
    assertThat(ScanPeriods.minMs(knobs(Map.of("scan_size_mb", 1)), manySteps)).isEqualTo(0);
  }

  @Test
  void theMaximumIsDividedToo() {
    assertThat(ScanPeriods.maxMs(knobs, STEP_PAGES, null)).isEqualTo(60_000);
    // 64 GiB: 60000/256.
    assertThat(ScanPeriods.maxMs(knobs, 256 * STEP_PAGES, null)).isEqualTo(234);
    // 600 windows would give exactly the floor, 601 less.
    assertThat(ScanPeriods.maxMs(knobs, 599 * STEP_PAGES, null)).isEqualTo(100);
    assertThat(ScanPeriods.maxMs(knobs, 601 * STEP_PAGES, null)).isEqualTo(100);
  }

  @Test
  void aGroupStretchesStartAndMaximumButNotTheMinimum() {
    FaultGroup group = new FaultGroup(2);
    group.join(new TaskFaults(mock(TaskView.class), 2, 0));
    group.join(new TaskFaults(mock(TaskView.class), 2, 0));
    group.add(0, 3, 0);
    group.add(2, 1, 0);
    group.add(3, 1, 0);
    // 2 tasks, 4 shared and 1 private faults: × 2 × 5/6.
    assertThat(ScanPeriods.startMs(knobs, STEP_PAGES, group)).isEqualTo(1666);
    assertThat(ScanPeriods.maxMs(knobs, STEP_PAGES, group)).isEqualTo(100_000);
    assertThat(ScanPeriods.startMs(knobs, STEP_PAGES, null)).isEqualTo(1000);
  }

  @Test
  void aMostlyPrivateGroupShortensNothing() {
    FaultGroup group = new FaultGroup(1);
    group.join(new TaskFaults(mock(TaskView.class), 1, 0));
    group.add(1, 99, 0);
    // 1 task, no shared and 99 private faults: × 1/100, but not below the periods without a group.
    assertThat(ScanPeriods.startMs(knobs, STEP_PAGES, group)).isEqualTo(1000);
    assertThat(ScanPeriods.maxMs(knobs, STEP_PAGES, group)).isEqualTo(60_000);
  }
}

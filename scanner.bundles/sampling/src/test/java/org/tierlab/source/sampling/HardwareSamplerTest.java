package org.tierlab.source.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.memory.Vma;
import org.tierlab.source.sampling.component.SamplingComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;
import org.tierlab.testkit.PublishedEvent;

/** One task on node 0 with 64 pages on the fast node and 64 on the slow one. */
class HardwareSamplerTest {

  private static final int SLOW = 64;

  private final FakeRun run = new FakeRun(new FakeMachine().dram(10_000, 2).cxl(10_000), 7);
  private final FakeMm mm = run.process("worker");
  private FakeTask task;

  @BeforeEach
  void build() {
    mm.map("fast", 64, 0);
    mm.map("slow", 64, 1);
    task = mm.task("worker");
  }

  private void attach(Object... knobs) {
    Map<String, Object> values = new java.util.HashMap<>();
    for (int i = 0; i < knobs.length; i += 2) {
      values.put((String) knobs[i], knobs[i + 1]);
    }
    run.attach(new SamplingComponent(), values);
  }

  private void touch(long page, int times) {
    for (int i = 0; i < times; i++) {
      run.touch(task, page);
    }
  }

  @Test
  void aSampleKnowsPageCpuAndTime() {
    attach("sample_period", 1);
    run.advanceBy(5_000);

    run.touch(task, SLOW + 3);

    assertThat(run.published()).hasSize(1);
    PublishedEvent event = run.published().get(0);
    assertThat(event.firstPage()).isEqualTo(SLOW + 3);
    assertThat(event.pages()).isEqualTo(1);
    assertThat(event.count()).isEqualTo(1);
    assertThat(event.node()).isZero();
    assertThat(event.fromNs()).isEqualTo(event.toNs());
    assertThat(event.toNs()).isBetween(5_000L, 10_000L);
  }

  @Test
  void whatFastMemoryHasServedIsCountedButNotReported() {
    attach("sample_period", 1);

    run.touch(task, 3, 4, SLOW, 5);

    assertThat(run.published()).extracting(PublishedEvent::firstPage).containsExactly((long) SLOW);
    assertThat(run.counter("sampling_samples")).isEqualTo(4);
    assertThat(run.counter("sampling_slow_tier")).isEqualTo(1);
    assertThat(run.counter("sampling_interrupts")).isEqualTo(4);
  }

  @Test
  void allTiersAreReportedOnRequest() {
    attach("sample_period", 1, "tiers", "all");

    run.touch(task, 3, SLOW);

    assertThat(run.published()).extracting(PublishedEvent::firstPage).containsExactly(3L, 64L);
  }

  /** PEBS counts exactly: from the first sample on every tenth access is one. */
  @Test
  void pebsCountsExactly() {
    attach("hardware", "pebs", "sample_period", 10, "buffer_records", 1);
    touch(SLOW, 10);
    assertThat(run.counter("sampling_samples")).isEqualTo(1);
    touch(SLOW, 9);
    long before = run.counter("sampling_samples");
    assertThat(before).isBetween(1L, 2L);

    touch(SLOW, 10 * 50);

    assertThat(run.counter("sampling_samples")).isEqualTo(before + 50);
  }

  @Test
  void aPebsBufferIsReadWhenItIsFull() {
    attach("hardware", "pebs", "sample_period", 1, "buffer_records", 4);

    touch(SLOW, 3);
    assertThat(run.published()).isEmpty();
    assertThat(run.counter("sampling_interrupts")).isZero();
    touch(SLOW, 1);
    assertThat(run.published()).hasSize(4);
    assertThat(run.counter("sampling_interrupts")).isEqualTo(1);
  }

  @Test
  void recordsOfAProcessThatHasExitedAreLost() {
    attach("hardware", "pebs", "sample_period", 1, "buffer_records", 4);
    FakeMm other = run.process("other");
    other.map("heap", 4, 1);
    // Tasks take CPUs in turn: the third is on that of the first again.
    other.task("between");
    FakeTask survivor = other.task("survivor");

    touch(SLOW, 3);
    mm.exit();
    run.touch(survivor, 2);

    assertThat(run.published()).extracting(PublishedEvent::firstPage).containsExactly(2L);
    assertThat(run.counter("sampling_lost")).isEqualTo(3);
  }

  /** The mean of {@code period − {0 … 127}} is 63.5 below the period. */
  @ParameterizedTest
  @CsvSource({"127, 127", "128, 64.5", "1000, 936.5"})
  void ibsRandomisesLongCounts(long period, double mean) {
    attach("sample_period", period);
    int accesses = 400_000;

    touch(SLOW, accesses);

    double samples = run.counter("sampling_samples");
    assertThat(samples).isCloseTo(accesses / mean, within(4 + 0.03 * accesses / mean));
  }

  @Test
  void aLoopDoesNotFallIntoStepWithIbs() {
    attach("sample_period", 256);

    for (int round = 0; round < 4_000; round++) {
      for (int page = 0; page < 64; page++) {
        run.touch(task, SLOW + page);
      }
    }

    assertThat(run.published().stream().map(PublishedEvent::firstPage).distinct()).hasSize(64);
  }

  /**
   * An interrupt and a record for each sample; three useless tags cost three times as much more.
   */
  @ParameterizedTest
  @CsvSource({"ibs, 0, 1750", "ibs, 3, 7000", "pebs, 0, 625", "pebs, 3, 2500"})
  void theTaskPays(String hardware, double useless, double nsPerSample) {
    attach(
        "hardware",
        hardware,
        "sample_period",
        1,
        "buffer_records",
        4,
        "useless_tags",
        useless,
        "interrupt_ns",
        1500,
        "record_ns",
        250);

    touch(SLOW, 40);

    assertThat(task.chargedNs()).isCloseTo(40 * nsPerSample, within(1e-6));
  }

  @Test
  void aLargeFolioIsReportedWhole() {
    FakeMm huge = run.process("huge");
    huge.map("heap", 1024, 9, Vma.Kind.ANONYMOUS, 1);
    attach("sample_period", 1);

    run.touch(huge.task("huge"), 700);

    assertThat(List.of(run.published().get(0).firstPage(), run.published().get(0).pages()))
        .containsExactly(512L, 512L);
  }
}

package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;

/** What every copy engine promises. Subclass it and say how to make the engine. */
public abstract class CopyEngineContract {
  private static final int[] FOLIOS = {1, 2, 3, 7, 64, 512};

  /** For subclasses. */
  protected CopyEngineContract() {}

  /**
   * Makes the engine under test.
   *
   * @return a new instance
   */
  protected abstract CopyEngine create();

  /**
   * Knob values for the tests.
   *
   * @return values by knob name; none unless overridden
   */
  protected Map<String, ?> knobs() {
    return Map.of();
  }

  private static FakeRun run() {
    return new FakeRun(new FakeMachine().dram(1 << 20, 16).cxl(1 << 20), 1);
  }

  private CopyEngine attached() {
    CopyEngine engine = create();
    run().attach(engine, knobs());
    return engine;
  }

  private static RecordingCopyReport copy(CopyEngine engine, FakeCopyBatch batch) {
    RecordingCopyReport report = new RecordingCopyReport(batch.folios());
    engine.copy(batch, report);
    return report;
  }

  @Test
  void specIsConstantAndOfTheEngineAlone() {
    CopyEngine engine = create();
    assertThat(engine.spec()).isNotNull().isEqualTo(engine.spec()).isEqualTo(create().spec());
  }

  @Test
  void knobRecordIsWellFormed() {
    KnobRecordCheck.check(create().spec().knobs());
  }

  @Test
  void batchesHoldAtLeastOnePage() {
    assertThat(attached().batchPages()).isPositive();
  }

  @Test
  void everyFolioGetsOneVerdictAndSomebodyPays() {
    CopyEngine engine = attached();
    for (int folios : FOLIOS) {
      for (int order : new int[] {0, 4, 9}) {
        RecordingCopyReport report = copy(engine, FakeCopyBatch.of(folios, order));
        assertThat(report.complete()).as("verdicts of %s folios", folios).isTrue();
        assertThat(report.copied()).isEqualTo(folios);
        assertThat(report.lastOffsetNs()).isPositive();
        assertThat(
                report.initiatorNs()
                    + report.workersNs().values().stream().mapToDouble(ns -> ns).sum()
                    + report.devicesNs().values().stream().mapToDouble(ns -> ns).sum())
            .isPositive();
      }
    }
  }

  @Test
  void mixedSizesAreCopiedToo() {
    RecordingCopyReport report =
        copy(attached(), new FakeCopyBatch(4096, 2 << 20, 65536, 4096, 8192));
    assertThat(report.copied()).isEqualTo(5);
  }

  @Test
  void moreBytesTakeNoLessTime() {
    CopyEngine engine = attached();
    for (int folios : FOLIOS) {
      double before = 0;
      for (int order = 0; order <= 9; order++) {
        double ns = copy(engine, FakeCopyBatch.of(folios, order)).lastOffsetNs();
        assertThat(ns).as("%s folios of order %s", folios, order).isGreaterThanOrEqualTo(before);
        before = ns;
      }
    }
  }

  @Test
  void busierNodesTakeNoLessTime() {
    CopyEngine engine = attached();
    double idle = copy(engine, FakeCopyBatch.of(64, 0).throughput(4, 20)).lastOffsetNs();
    double busy = copy(engine, FakeCopyBatch.of(64, 0).throughput(1, 1)).lastOffsetNs();
    assertThat(busy).isGreaterThanOrEqualTo(idle);
  }

  @Test
  void sameBatchGivesTheSameAnswerInEveryInstance() {
    RecordingCopyReport one = copy(attached(), FakeCopyBatch.of(33, 2));
    CopyEngine used = attached();
    CopyEngine other = attached();
    copy(used, FakeCopyBatch.of(512, 9));
    RecordingCopyReport same = copy(other, FakeCopyBatch.of(33, 2));
    for (int i = 0; i < 33; i++) {
      assertThat(same.offsetNs(i)).isEqualTo(one.offsetNs(i));
    }
    assertThat(same.initiatorNs()).isEqualTo(one.initiatorNs());
    assertThat(same.workersNs()).isEqualTo(one.workersNs());
    assertThat(same.devicesNs()).isEqualTo(one.devicesNs());
  }

  @Test
  void acceptsChangesOfItsRuntimeKnobs() {
    CopyEngine engine = create();
    FakeRun run = run();
    run.attach(engine, knobs());
    for (KnobInfo knob : KnobSet.of(engine.spec().knobs()).knobs()) {
      if (knob.runtime() && !knob.defaultValue().isEmpty() && !knobs().containsKey(knob.name())) {
        run.setKnob(knob.name(), knob.defaultValue());
      }
    }
    assertThat(copy(engine, FakeCopyBatch.of(8, 0)).copied()).isEqualTo(8);
  }
}

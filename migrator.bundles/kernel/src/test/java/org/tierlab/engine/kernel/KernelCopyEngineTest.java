package org.tierlab.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.doubleThat;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;

class KernelCopyEngineTest {
  private static final KnobSet<KernelCopyKnobs> KNOBS = KnobSet.of(KernelCopyKnobs.class);

  private final KernelCopyEngine engine = new KernelCopyEngine(Knobs.fixed(KNOBS.defaults()));

  /** A batch copied at {@code gbps} by one thread and ten times as fast by any other number. */
  static CopyBatch batch(double gbps, long... bytes) {
    CopyBatch batch = mock(CopyBatch.class);
    when(batch.folios()).thenReturn(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      when(batch.bytes(i)).thenReturn(bytes[i]);
    }
    when(batch.cpuCopyGBps(anyInt())).thenReturn(10 * gbps);
    when(batch.cpuCopyGBps(1)).thenReturn(gbps);
    return batch;
  }

  @Test
  void foliosAreCopiedOneAfterTheOther() {
    CopyReport report = mock(CopyReport.class);

    engine.copy(batch(4, 4096, 4096, 65_536), report);

    InOrder order = inOrder(report);
    order.verify(report).done(0, 1_024);
    order.verify(report).done(1, 2_048);
    order.verify(report).done(2, 18_432);
    order.verify(report).chargeInitiator(18_432);
    order.verify(report).cacheFill(1, 2 * 73_728);
    verifyNoMoreInteractions(report);
  }

  @Test
  void aFolioAloneIsABatchOfOne() {
    CopyReport report = mock(CopyReport.class);

    engine.copy(batch(8, 2_097_152), report);

    verify(report).done(0, 262_144);
    verify(report).chargeInitiator(262_144);
    verify(report).cacheFill(1, 4_194_304);
    verifyNoMoreInteractions(report);
  }

  @Test
  void aPageTakesThePublishedTimeAtThePublishedRate() {
    // 794 cycles at 2 GHz are 397 ns for 4096 bytes.
    CopyReport report = mock(CopyReport.class);

    engine.copy(batch(4096 / 397.0, 4096), report);

    verify(report).chargeInitiator(doubleThat(ns -> Math.abs(ns - 397) < 1e-9));
  }

  @Test
  void aBatchIsAPmdByDefaultAndAtMostAPud() {
    assertThat(engine.batchPages()).isEqualTo(512);
    assertThat(withBatch(262_144).batchPages()).isEqualTo(262_144);
    assertThat(withBatch(1).batchPages()).isEqualTo(1);
    assertThatThrownBy(() -> withBatch(262_145))
        .isInstanceOf(KnobException.class)
        .hasMessage(
            "knob 'nr_max_batched_migration' is '262145', expected a whole number from 1 to 262144"
                + " pages");
    assertThatThrownBy(() -> withBatch(0)).isInstanceOf(KnobException.class);
  }

  private static KernelCopyEngine withBatch(int pages) {
    return new KernelCopyEngine(Knobs.fixed(KNOBS.bind(Map.of("nr_max_batched_migration", pages))));
  }
}

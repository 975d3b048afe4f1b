package __PACKAGE__;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.knob.Knobs;
import org.tierlab.testkit.FakeCopyBatch;
import org.tierlab.testkit.RecordingCopyReport;

class __CLASS__EngineTest {
  private static __CLASS__Engine engine(long setupNs) {
    return new __CLASS__Engine(Knobs.fixed(new __CLASS__Knobs(setupNs, 512)));
  }

  @Test
  void foliosFollowEachOtherAfterTheSetUp() {
    CopyReport report = mock();
    // 4 bytes a nanosecond: a page takes 1024 ns.
    engine(500).copy(new FakeCopyBatch(4096, 8192).throughput(4, 40), report);
    InOrder order = inOrder(report);
    order.verify(report).done(0, 1_524);
    order.verify(report).done(1, 3_572);
    order.verify(report).chargeInitiator(3_572);
    order.verify(report).cacheFill(1, 24_576);
    verifyNoMoreInteractions(report);
  }

  @Test
  void whoMigratesPaysAndNobodyElse() {
    FakeCopyBatch batch = FakeCopyBatch.of(8, 0).throughput(8, 8);
    RecordingCopyReport report = new RecordingCopyReport(batch.folios());
    engine(0).copy(batch, report);
    assertThat(report.copied()).isEqualTo(8);
    assertThat(report.initiatorNs()).isEqualTo(8 * 4096 / 8.0);
    assertThat(report.workersNs()).isEmpty();
    assertThat(report.devicesNs()).isEmpty();
  }

  @Test
  void theSizeOfABatchIsAKnob() {
    assertThat(engine(0).batchPages()).isEqualTo(512);
  }
}

package org.tierlab.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.NodeSpec.Kind;
import org.tierlab.sim.ledger.Ledger;

class MemoryNodeTest {
  private static Machine machine(int scaleFactor, long... kib) {
    List<NodeSpec> nodes = new java.util.ArrayList<>();
    for (int i = 0; i < kib.length; i++) {
      nodes.add(new NodeSpec(Kind.DRAM, kib[i] * 1024, 100 + i, 10, i == 0 ? 1 : 0));
    }
    return new Machine(
        new MachineSpec("m", nodes, List.of(), scaleFactor, KnobSet.of(CostModel.class).defaults()),
        new Ledger());
  }

  /**
   * Worked by hand. 1 GiB: sqrt(16 × 2^20 KiB) = 4096 KiB, 1024 pages; a quarter of it is 256, a
   * 1000th of 262,144 pages is 262, 9/10,000 are 235. 64 GiB: sqrt(2^30) = 32,768 KiB, 8192 pages,
   * a quarter 2048; 10/10,000 of 2^24 pages are 16,777. 8 TiB: sqrt(2^37) = 370,727 is cut to
   * 262,144 KiB. 512 KiB: sqrt(8192) = 90 is raised to 128.
   */
  @ParameterizedTest
  @CsvSource({
    "1048576,    10,  1024, 262",
    "1048576,     9,  1024, 256",
    "67108864,   10,  8192, 16777",
    "67108864,    1,  8192, 2048",
    "8589934592, 10, 65536, 2147483",
    "512,        10,    32, 8",
  })
  void watermarksFollowTheKernel(long kib, int scaleFactor, long min, long gap) {
    MemoryNode node = machine(scaleFactor, kib).node(0);

    assertThat(node.minWatermark()).isEqualTo(min);
    assertThat(node.lowWatermark()).isEqualTo(min + gap);
    assertThat(node.highWatermark()).isEqualTo(min + 2 * gap);
    assertThat(node.promoWatermark()).isEqualTo(min + 3 * gap);
  }

  /** sqrt(16 × 1200) = 138 KiB are 34 pages; 11/12 of them are 31, 1/12 are 2. */
  @Test
  void nodesShareTheMinWatermarkBySizeInPages() {
    Machine machine = machine(10, 1100, 100);

    assertThat(machine.node(0).minWatermark()).isEqualTo(31);
    assertThat(machine.node(1).minWatermark()).isEqualTo(2);
  }

  @Test
  void pagesAreTakenAndGivenBackWithinTheCapacity() {
    MemoryNode node = machine(10, 40).node(0);

    node.take(10);
    assertThatThrownBy(() -> node.take(1)).isInstanceOf(IllegalStateException.class);
    node.give(10);
    assertThatThrownBy(() -> node.give(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCopyIsSpreadOverItsDuration() {
    MemoryNode node = machine(10, 1 << 20).node(0);
    node.recordCopy(4_000_000, 4_000_000);

    node.endStep(1_000_000);
    assertThat(node.usedGBps()).isEqualTo(1);
    node.endStep(2_000_000);
    assertThat(node.usedGBps()).isEqualTo(1);
    node.endStep(2_000_000);
    assertThat(node.usedGBps()).isEqualTo(0.5);
    node.endStep(2_000_000);
    assertThat(node.usedGBps()).isZero();
  }

  @Test
  void aShortStepHardlyMovesTheLatency() {
    MemoryNode node = machine(10, 1 << 20).node(0);
    node.recordAccesses(1000);
    node.endStep(1000);

    assertThat(node.usedGBps()).isEqualTo(64);
    assertThat(node.loadFactor()).isEqualTo(1);
  }

  @Test
  void aNewStreamGetsATenthOfThePeakAtLeast() {
    MemoryNode node = machine(10, 1 << 20).node(0);
    assertThat(node.spareGBps()).isEqualTo(10);
    node.recordCopy(9_500_000, 0);
    node.endStep(1_000_000);

    assertThat(node.spareGBps()).isEqualTo(1);
  }

  @Test
  void latencyGrowsWithTheDistanceOfTheCpu() {
    Machine machine =
        new Machine(
            new MachineSpec(
                "m",
                List.of(
                    new NodeSpec(Kind.DRAM, 1 << 20, 100, 10, 1),
                    new NodeSpec(Kind.DRAM, 1 << 20, 100, 10, 1),
                    new NodeSpec(Kind.CXL, 1 << 20, 200, 10, 0)),
                List.of(List.of(10, 21, 24), List.of(21, 10, 30), List.of(24, 30, 10)),
                10,
                KnobSet.of(CostModel.class).defaults()),
            new Ledger());

    assertThat(machine.idleAccessNs(0, 1)).isEqualTo(25 + 210);
    assertThat(machine.idleAccessNs(0, 2)).isEqualTo(25 + 200);
    assertThat(machine.idleAccessNs(1, 2)).isEqualTo(25 + 250);
    assertThat(machine.node(1).tier()).isZero();
    assertThat(machine.node(2).tier()).isEqualTo(1);
    assertThat(machine.demotionTarget(1)).isEqualTo(2);
    assertThat(machine.demotionTarget(2)).isEqualTo(-1);
  }
}

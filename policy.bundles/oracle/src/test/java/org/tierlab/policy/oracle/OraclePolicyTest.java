package org.tierlab.policy.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tierlab.policy.oracle.component.OracleComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

/** Two fast pages, six slow ones, epochs of 10 accesses. */
class OraclePolicyTest {
  private static final Map<String, Object> TEN = Map.of("epoch", 10);

  private final FakeRun run = new FakeRun(new FakeMachine().dram(2, 1).cxl(8), 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("app");

  private int nodeOf(long page) {
    return mm.pageTable().nodeOf(page);
  }

  @Test
  void whatIsAccessedMostIsFastBeforeItIsAccessed() {
    mm.map("heap", 6, 1);
    run.foresee(task, 5, 4, 5, 3, 4, 5, 3, 4, 5, 5, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4);
    run.attach(new OracleComponent(), TEN);

    assertThat(nodeOf(5)).isZero();
    assertThat(nodeOf(4)).isZero();
    assertThat(nodeOf(3)).isEqualTo(1);

    run.touch(task, 5, 4, 5, 3, 4, 5, 3, 4, 5);
    run.advanceBy(millis(1));
    assertThat(nodeOf(5)).as("nine accesses are no epoch").isZero();

    run.touch(task, 5);
    run.advanceBy(millis(1));
    assertThat(nodeOf(1)).isZero();
    assertThat(nodeOf(2)).isZero();
    assertThat(nodeOf(5)).isEqualTo(1);
    assertThat(nodeOf(4)).isEqualTo(1);
  }

  @Test
  void pagesThatAreFastAlreadyStayIfNothingIsGained() {
    mm.map("fast", 2, 0);
    mm.map("slow", 4, 1);
    run.foresee(task, 2, 3, 0, 1, 2, 3, 0, 1);
    run.attach(new OracleComponent(), TEN);

    assertThat(nodeOf(0)).isZero();
    assertThat(nodeOf(1)).isZero();
  }

  @Test
  void pagesToComeAreAllocatedWhereTheyAreWanted() {
    mm.map("heap", 6, FakeMm.NOT_PRESENT);
    run.foresee(task, 0, 1, 2, 3, 3, 3, 2, 2, 2, 2);
    run.attach(new OracleComponent(), TEN);
    run.touch(task, 0, 1, 2, 3);

    assertThat(nodeOf(0)).isEqualTo(1);
    assertThat(nodeOf(1)).isEqualTo(1);
    assertThat(nodeOf(2)).isZero();
    assertThat(nodeOf(3)).isZero();
  }

  @Test
  void accessesOfTheFasterTaskCountForMore() {
    FakeTask other = mm.task("other");
    mm.map("heap", 6, 1);
    // After the first epoch, nine accesses of one task are expected for one of the other.
    long[] mine = LongStream.range(0, 40).map(i -> i < 9 ? 0 : 1 + i % 2).toArray();
    long[] its = LongStream.range(0, 40).map(i -> i < 1 ? 0 : 3 + i % 2).toArray();
    run.foresee(task, mine);
    run.foresee(other, its);
    run.attach(new OracleComponent(), TEN);
    run.touch(task, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    run.touch(other, 0);
    run.advanceBy(millis(1));

    assertThat(nodeOf(1)).isZero();
    assertThat(nodeOf(2)).isZero();
    assertThat(nodeOf(3)).isEqualTo(1);
  }

  @Test
  void aLargeFolioIsJudgedByItsAccessesPerPage() {
    FakeRun large = new FakeRun(new FakeMachine().dram(4, 1).cxl(64), 1);
    FakeMm space = large.process("app");
    FakeTask one = space.task("app");
    space.map("huge", 4, 2, org.tierlab.api.memory.Vma.Kind.ANONYMOUS, 1);
    space.map("small", 4, 1);
    // Four accesses to four pages against two to each of four.
    large.foresee(one, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7);
    large.attach(new OracleComponent(), Map.of("epoch", 12));

    assertThat(space.pageTable().nodeOf(0)).isEqualTo(1);
    assertThat(space.pageTable().nodeOf(4)).isZero();
    assertThat(space.pageTable().nodeOf(7)).isZero();
  }

  @Test
  void epochsHaveALengthByDefault() {
    assertThat(new OracleKnobs(0).epochAccesses(100)).isEqualTo(65_536);
    assertThat(new OracleKnobs(0).epochAccesses(4097)).isEqualTo(65_552);
    assertThat(new OracleKnobs(0).epochAccesses(1 << 22)).isEqualTo(1 << 24);
    assertThat(new OracleKnobs(7).epochAccesses(1 << 22)).isEqualTo(7);
  }
}

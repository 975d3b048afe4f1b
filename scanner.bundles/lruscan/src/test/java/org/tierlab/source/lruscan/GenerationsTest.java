package org.tierlab.source.lruscan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.Vma;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

/** Node 0 is fast, 1 and 2 are slow. */
class GenerationsTest {
  private final FakeRun run =
      new FakeRun(new FakeMachine().dram(10_000, 1).cxl(10_000).cxl(10_000), 1);
  private final FakeMm mm = run.process("app");
  private final Generations generations = new Generations(run.sourceContext(Map.of()));

  private List<Long> ages(int node) {
    return IntStream.range(0, 4)
        .mapToObj(age -> run.counter("lru_gen_node" + node + "_age" + age + "_pages"))
        .toList();
  }

  @Test
  void startsWithFourGenerationsOfWhichTwoAreActive() {
    assertThat(generations.maxSeq()).isEqualTo(3);
    assertThat(generations.minSeq()).isZero();
    assertThat(generations.active(3)).isTrue();
    assertThat(generations.active(2)).isTrue();
    assertThat(generations.active(1)).isFalse();
    assertThat(run.counter("lru_gen_max_seq")).isEqualTo(3);
  }

  @Test
  void newFoliosAreYoungestAndFastOnesHaveNone() {
    mm.map("left", 70, 1);
    mm.map("right", 30, 0);
    mm.map("far", 1024, 9, Vma.Kind.ANONYMOUS, 2);
    generations.census();
    assertThat(ages(1)).containsExactly(70L, 0L, 0L, 0L);
    assertThat(ages(2)).containsExactly(1024L, 0L, 0L, 0L);
    assertThat(generations.seqOf(mm, 69)).isEqualTo(3);
    assertThat(generations.seqOf(mm, 70)).isEqualTo(-1);
  }

  @Test
  void foliosGrowOldOneGenerationAtATimeAndTheOldestAreMerged() {
    mm.map("heap", 10, 1);
    generations.census();
    generations.incMaxSeq();
    mm.map("more", 5, 1);
    generations.census();
    assertThat(ages(1)).containsExactly(5L, 10L, 0L, 0L);
    for (int i = 0; i < 2; i++) {
      generations.incMaxSeq();
      generations.census();
    }
    assertThat(ages(1)).containsExactly(0L, 0L, 5L, 10L);
    assertThat(generations.minSeq()).isEqualTo(3);
    generations.incMaxSeq();
    generations.census();
    assertThat(ages(1)).as("four at most").containsExactly(0L, 0L, 0L, 15L);
    assertThat(run.counter("lru_gen_min_seq")).isEqualTo(4);
    assertThat(run.counter("lru_gen_max_seq")).isEqualTo(7);
  }

  @Test
  void anAccessedFolioIsYoungestAgain() {
    mm.map("heap", 10, 1);
    generations.census();
    generations.incMaxSeq();
    generations.promote(mm, 0, 0b101);
    generations.census();
    assertThat(ages(1)).containsExactly(2L, 8L, 0L, 0L);
    assertThat(generations.seqOf(mm, 2)).isEqualTo(4);
    assertThat(generations.seqOf(mm, 1)).isEqualTo(3);
  }

  @Test
  void demotedFoliosJoinTheSecondOldest() {
    mm.map("heap", 10, 0);
    generations.census();
    mm.place(1, 4);
    generations.census();
    assertThat(ages(1)).containsExactly(0L, 0L, 1L, 0L);
    mm.place(0, 4);
    generations.census();
    assertThat(ages(1)).containsExactly(0L, 0L, 0L, 0L);
  }

  @Test
  void foliosOfAnExitedProcessAreGone() {
    mm.map("heap", 10, 1);
    generations.census();
    mm.exit();
    generations.census();
    assertThat(ages(1)).containsExactly(0L, 0L, 0L, 0L);
  }

  /** Steps: 0 to 2 place pages on a node, 3 takes a census, 4 ages, 5 sees an access. */
  @Property(tries = 300)
  void theHistogramAddsUpToWhatIsResident(
      @ForAll @Size(max = 60) List<@IntRange(max = 5) Integer> steps,
      @ForAll @IntRange(max = 199) int start) {
    FakeRun other = new FakeRun(new FakeMachine().dram(1000, 1).cxl(1000).cxl(1000), 1);
    FakeMm space = other.process("app");
    space.map("heap", 200, FakeMm.NOT_PRESENT);
    Generations tested = new Generations(other.sourceContext(Map.of()));
    long page = start;
    for (int step : steps) {
      page = (page * 7 + 13) % 200;
      if (step <= 2) {
        space.place(step, page);
      } else if (step == 3) {
        tested.census();
      } else if (step == 4) {
        tested.incMaxSeq();
      } else if (space.pageTable().nodeOf(page) > 0) {
        tested.promote(space, page & -64L, 1L << page);
      }
      assertThat(tested.maxSeq() - tested.minSeq() + 1).isBetween(2L, 4L);
    }
    tested.census();
    for (int node = 1; node <= 2; node++) {
      long sum = 0;
      for (int age = 0; age < 4; age++) {
        sum += other.counter("lru_gen_node" + node + "_age" + age + "_pages");
      }
      assertThat(sum).isEqualTo(space.residentPages(node));
    }
  }
}

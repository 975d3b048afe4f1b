package org.tierlab.policy.damos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRandom;
import org.tierlab.testkit.FakeRun;

/** Pages belong on node 0. */
class RegionWalkTest {
  private static final Filters NO_FILTERS = new Filters(List.of());

  private FakeRun run = newRun();
  private FakeMm mm = run.process("app");

  private static FakeRun newRun() {
    return new FakeRun(new FakeMachine().dram(2048, 1).cxl(2048), 1);
  }

  /** What a walk has come to, and the words that it did not look at one by one. */
  private record Walked(double costNs, long passedPages, List<Long> moves, int idleWords) {}

  private Walked walk(long first, long end, int mostWords) {
    PolicyContext context = run.policyContext(Map.of());
    RegionWalk walk = new RegionWalk();
    MigrationPlan plan =
        new MigrationPlan(Reason.DAMON, Batching.BATCHED, TargetRule.MIN_WATERMARK);
    walk.begin(mm, first, end, NO_FILTERS, Destinations.one(0));
    double costNs = 0;
    int idleWords = 0;
    while (!walk.finished()) {
      int idle = Math.min(mostWords, walk.idleWords());
      for (int i = 0; i < idle; i++) {
        costNs += walk.costsNs()[i];
      }
      if (idle > 0) {
        walk.pass(idle);
        idleWords += idle;
      } else {
        costNs += walk.readWord(plan, context);
      }
    }
    List<Long> moves = IntStream.range(0, plan.size()).mapToObj(plan::page).toList();
    return new Walked(costNs, walk.passedPages(), moves, idleWords);
  }

  @Property(tries = 50)
  void passingOverIdleWordsComesToTheSame(
      @ForAll long seed,
      @ForAll @LongRange(max = 1199) long first,
      @ForAll @LongRange(min = 1, max = 1200) long pages,
      @ForAll @IntRange(min = 1, max = 20) int mostWords) {
    run = newRun();
    mm = run.process("app");
    mm.map("heap", 1000, 0);
    mm.map("new", 70, FakeMm.NOT_PRESENT);
    mm.map("huge", 128, 3, Vma.Kind.ANONYMOUS, 0);
    FakeRandom random = new FakeRandom(seed, "pages");
    for (long moved = random.nextLong(6); moved > 0; moved--) {
      mm.place(1, random.nextLong(1000));
    }
    long end = Math.min(mm.pages(), first + pages);

    Walked oneByOne = walk(first, end, 0);
    Walked quick = walk(first, end, mostWords);

    assertThat(quick.costNs()).isEqualTo(oneByOne.costNs());
    assertThat(quick.passedPages()).isEqualTo(oneByOne.passedPages());
    assertThat(quick.moves()).isEqualTo(oneByOne.moves());
    assertThat(oneByOne.idleWords()).isZero();
  }

  @Test
  void wordsAreIdleUpToTheOneInWhichAPageIsElsewhere() {
    mm.map("heap", 640, 0);
    mm.place(1, 300);

    Walked walked = walk(10, 630, 64);

    assertThat(walked.moves()).containsExactly(300L);
    assertThat(walked.idleWords()).isEqualTo(9);
    assertThat(walked.passedPages()).isEqualTo(620);
    assertThat(walked.costNs()).isEqualTo(10 * RegionWalk.WORD_NS + 620 * RegionWalk.FOLIO_NS);
  }

  @Test
  void whereFoliosGoToSeveralNodesEveryWordIsRead() {
    mm.map("heap", 640, 0);
    RegionWalk walk = new RegionWalk();
    Destinations both =
        Destinations.of(List.of(new DestinationKnobs(0, 1), new DestinationKnobs(1, 1)));
    walk.begin(mm, 0, 640, NO_FILTERS, both);
    assertThat(walk.idleWords()).isZero();
  }
}

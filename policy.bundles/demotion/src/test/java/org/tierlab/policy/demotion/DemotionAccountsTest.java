package org.tierlab.policy.demotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRandom;
import org.tierlab.testkit.FakeRun;

/** Invariants over arbitrary lists. */
class DemotionAccountsTest {
  @Property(tries = 50)
  void whateverTheListsLookLikeTheAccountsAgree(
      @ForAll @LongRange(max = 1000) long seed,
      @ForAll @IntRange(max = 3) int mode,
      @ForAll @IntRange(min = 1, max = 1500) int heapPages,
      @ForAll @IntRange(max = 100) int freePages,
      @ForAll @IntRange(max = 300) int roomBelow) {
    FakeRun any = new FakeRun(new FakeMachine().dram(2000, 1).cxl(2000), seed);
    any.machine().node(0).minWatermark(40);
    new DemotionPolicy(any.policyContext(Map.of("numa_balancing", mode))).start();
    FakeMm app = any.process("app");
    app.map("heap", heapPages, 0);
    any.machine().node(0).leaveFree(freePages);
    any.machine().node(1).leaveFree(roomBelow);
    FakeRandom random = new FakeRandom(seed, "lists");
    for (FolioFlag flag : FolioFlag.values()) {
      LongStream.range(0, heapPages)
          .filter(page -> random.nextLong(3) == 0)
          .forEach(page -> app.flag(flag, page, true));
    }
    LongStream.range(0, heapPages)
        .filter(page -> random.nextLong(3) == 0)
        .forEach(page -> app.access(page));

    any.wakeKswapd(0);
    any.advanceBy(seconds(1));
    any.directReclaim(app.task("main"), 0);

    long moved =
        any.moves().stream().filter(move -> move.outcome() == MigrationOutcome.MIGRATED).count();
    assertThat(any.counter("pgsteal_kswapd") + any.counter("pgsteal_direct")).isEqualTo(moved);
    assertThat(app.residentPages(1)).isEqualTo(moved);
    assertThat(app.residentPages()).isEqualTo(heapPages);
    assertThat(any.counter("pgscan_kswapd") + any.counter("pgscan_direct"))
        .isGreaterThanOrEqualTo(moved);
    assertThat(any.moves()).allMatch(move -> move.from() == 0 && move.target() == 1);
    assertThat(any.counter("pgdeactivate")).isEqualTo(any.counter("pgrefill"));
  }
}

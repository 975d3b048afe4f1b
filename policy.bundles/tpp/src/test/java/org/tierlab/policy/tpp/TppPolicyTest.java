package org.tierlab.policy.tpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Vma;
import org.tierlab.policy.tpp.component.TppComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

/** Nodes 0 and 1 are fast, node 2 is slow; page 70 is on the slow one. */
class TppPolicyTest {
  private static final long PAGE = 70;

  private final FakeRun run =
      new FakeRun(new FakeMachine().dram(1000, 1).dram(1000, 1).cxl(1000), 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("main");
  private final SourceContext source = run.sourceContext(Map.of());
  private final FaultEvidence evidence = new FaultEvidence();

  @BeforeEach
  void map() {
    mm.map("heap", 128, 2);
    run.faultCostNs(0);
    source.onHintFault(fault -> fault.consult(evidence));
  }

  private int faultOn(long page) {
    source.pageTable(mm).markProtNone(page & -64, 1, new long[] {1L << page});
    run.touch(task, page);
    return mm.pageTable().nodeOf(page);
  }

  private boolean active() {
    return mm.flagged(FolioFlag.ACTIVE, PAGE);
  }

  @Test
  void theFirstFaultActivatesAndTheSecondPromotes() {
    run.attach(new TppComponent(), Map.of());
    assertThat(faultOn(PAGE)).isEqualTo(2);
    assertThat(active()).isTrue();
    assertThat(run.counter("pgactivate")).isEqualTo(1);
    assertThat(run.counter("pgpromote_candidate")).isZero();
    assertThat(task.chargedNs()).isEqualTo(TppPolicy.ACTIVATE_NS);
    assertThat(faultOn(PAGE)).isZero();
    assertThat(run.counter("pgpromote_candidate")).isEqualTo(1);
    assertThat(faultOn(PAGE + 1)).isEqualTo(2);
  }

  @Test
  void asThePatchHasItTheThirdPromotes() {
    run.attach(new TppComponent(), Map.of("activation", "mark-page-accessed"));
    assertThat(faultOn(PAGE)).isEqualTo(2);
    assertThat(active()).isFalse();
    assertThat(mm.flagged(FolioFlag.REFERENCED, PAGE)).isTrue();
    assertThat(faultOn(PAGE)).isEqualTo(2);
    assertThat(active()).isTrue();
    assertThat(run.counter("pgactivate")).isEqualTo(1);
    assertThat(faultOn(PAGE)).isZero();
  }

  @Test
  void whatReclaimHasDeactivatedMustProveItselfAgain() {
    run.attach(new TppComponent(), Map.of());
    faultOn(PAGE);
    mm.flag(FolioFlag.ACTIVE, PAGE, false);
    assertThat(faultOn(PAGE)).isEqualTo(2);
    assertThat(faultOn(PAGE)).isZero();
  }

  @Test
  void whatSomebodyElseHasActivatedGoesAtOnce() {
    run.attach(new TppComponent(), Map.of());
    mm.flag(FolioFlag.ACTIVE, PAGE, true);
    assertThat(faultOn(PAGE)).isZero();
  }

  @Test
  void topTierFoliosStay() {
    run.attach(new TppComponent(), Map.of());
    mm.place(1, PAGE);
    mm.flag(FolioFlag.ACTIVE, PAGE, true);
    assertThat(faultOn(PAGE)).isEqualTo(1);
  }

  @Test
  void aLazilyMarkedFolioGoesAtOnce() {
    run.attach(new TppComponent(), Map.of());
    evidence.lazy();
    assertThat(faultOn(PAGE)).isZero();
    assertThat(run.counter("pgactivate")).isZero();
  }

  @Test
  void aHugeFolioCountsItsPages() {
    Vma huge = mm.map("huge", 512, 9, Vma.Kind.ANONYMOUS, 2);
    run.attach(new TppComponent(), Map.of());
    faultOn(huge.firstPage());
    assertThat(run.counter("pgactivate")).isEqualTo(512);
    faultOn(huge.firstPage());
    assertThat(run.counter("pgpromote_candidate")).isEqualTo(512);
  }
}

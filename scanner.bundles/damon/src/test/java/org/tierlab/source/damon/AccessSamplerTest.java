package org.tierlab.source.damon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Vma;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

/** Regions of one page each: there is only one page to choose. */
class AccessSamplerTest {
  private final FakeRun run = new FakeRun(new FakeMachine().dram(4096, 1).cxl(4096), 1);
  private final FakeMm mm = run.process("app");
  private final SourceContext context = run.sourceContext(Map.of());
  private AccessSampler sampler = new AccessSampler(context, false);
  private Target target = new Target(mm, sampler);

  @BeforeEach
  void watchFourPages() {
    watch(mm.map("heap", 4, 1), 4);
  }

  private void watch(Vma vma, int pages) {
    AddressMap map = new AddressMap();
    map.add(mm, vma, 100);
    target = new Target(mm, sampler);
    target.map(map);
    for (int i = 0; i < pages; i++) {
      target.regions().add(100 + i, 101 + i);
    }
    sampler.begin();
  }

  private void prepare(int region) {
    sampler.choose(target);
    sampler.prepare(target, region, region + 1);
  }

  private boolean check(int region) {
    sampler.ask(target, region);
    return sampler.check(target, region, region + 1) > 0;
  }

  @Test
  void anAccessAfterwardsIsSeen() {
    prepare(2);
    assertThat(check(2)).isFalse();
    mm.access(2);
    sampler.begin();
    assertThat(check(2)).isTrue();
  }

  @Test
  void anAccessBeforeIsNotedInTheYoungFlagAndNotCounted() {
    mm.access(1, 2, 3);
    prepare(2);
    assertThat(check(2)).isFalse();
    assertThat(mm.flagged(FolioFlag.YOUNG, 2)).isTrue();
    assertThat(mm.flagged(FolioFlag.IDLE, 2)).isTrue();
    assertThat(mm.accessed(2)).isFalse();
    assertThat(mm.accessed(1)).as("neighbours keep their bits").isTrue();
    assertThat(mm.flagged(FolioFlag.IDLE, 1)).isFalse();
  }

  @Test
  void aPageNotAccessedBeforeIsNotMadeYoung() {
    prepare(0);
    assertThat(mm.flagged(FolioFlag.YOUNG, 0)).isFalse();
    assertThat(mm.flagged(FolioFlag.IDLE, 0)).isTrue();
  }

  @Test
  void whoeverClearsTheIdleFlagHasSeenAnAccess() {
    prepare(1);
    mm.access(1);
    context.pageTable(mm).testAndClearAccessed(1);
    mm.flag(FolioFlag.IDLE, 1, false);
    assertThat(check(1)).isTrue();
  }

  @Test
  void aPageThatIsNotThereIsNotAccessed() {
    watch(mm.map("new", 2, FakeMm.NOT_PRESENT), 2);
    prepare(0);
    assertThat(check(0)).isFalse();
    long page = mm.vmas().get(1).firstPage();
    mm.place(1, page);
    mm.access(page);
    sampler.begin();
    assertThat(check(0)).as("first touch").isTrue();
  }

  @Test
  void unmappedAddressesAreNotAccessed() {
    target.regions().add(500, 501);
    prepare(4);
    assertThat(check(4)).isFalse();
  }

  @Test
  void aFolioIsLookedAtOnce() {
    watch(mm.map("huge", 512, 9, Vma.Kind.ANONYMOUS, 1), 2);
    long headPage = mm.vmas().get(1).firstPage();
    sampler.choose(target);
    sampler.prepare(target, 0, 2);
    mm.access(headPage + 77);
    assertThat(sampler.ask(target, 0)).startsWith(155, 0);
    assertThat(sampler.check(target, 0, 2)).isEqualTo(2);
    assertThat(target.regions().nrAccesses(0)).isEqualTo(1);
    assertThat(target.regions().nrAccesses(1)).isEqualTo(1);
  }

  @Test
  void ofAFolioThatWasLookedAtInTheLastSliceTheAnswerIsKnown() {
    watch(mm.map("huge", 512, 9, Vma.Kind.ANONYMOUS, 1), 3);
    long headPage = mm.vmas().get(1).firstPage();
    sampler.choose(target);
    sampler.prepare(target, 0, 3);
    assertThat(sampler.ask(target, 0)).startsWith(155, 0, 0);
    assertThat(sampler.check(target, 0, 1)).isZero();
    mm.access(headPage);
    assertThat(sampler.ask(target, 1)[1]).isZero();
    assertThat(sampler.check(target, 1, 3)).isZero();
    sampler.begin();
    assertThat(sampler.ask(target, 1)[1]).isEqualTo(155);
    assertThat(sampler.check(target, 1, 3)).as("in a new round").isEqualTo(2);
  }

  @Test
  void regionsOfSeveralProcessesAndGapsAreTakenInOneGo() {
    FakeMm other = run.process("other");
    AddressMap map = new AddressMap();
    map.add(mm, mm.vmas().get(0), 100);
    map.add(other, other.map("heap", 4, 1), 200);
    target = new Target(null, sampler);
    target.map(map);
    for (int address : new int[] {102, 103, 150, 202, 203}) {
      target.regions().add(address, address + 1);
    }
    assertThat(sampler.choose(target)).startsWith(170, 170, 155, 170, 170);
    sampler.prepare(target, 0, 5);
    assertThat(other.flagged(FolioFlag.IDLE, 2)).isTrue();
    mm.access(3);
    other.access(2);
    assertThat(sampler.ask(target, 0)).startsWith(155, 155, 155, 155, 155);
    assertThat(sampler.check(target, 0, 5)).isEqualTo(2);
    assertThat(IntStream.range(0, 5).map(target.regions()::nrAccesses))
        .containsExactly(0, 1, 0, 1, 0);
  }

  @Test
  void ofAProcessThatHasExitedNothingIsSeen() {
    mm.access(0);
    sampler.choose(target);
    mm.exit();
    sampler.prepare(target, 0, 4);
    assertThat(sampler.ask(target, 0)).startsWith(155, 155, 155, 155);
    assertThat(sampler.check(target, 0, 4)).isZero();
  }

  @Test
  void costsAWalkAndAnEntryAndWithPaddrTheReverseMappingToo() {
    assertThat(sampler.choose(target)[0]).isEqualTo(150 + 20);
    sampler = new AccessSampler(context, true);
    watch(mm.vmas().get(0), 4);
    assertThat(sampler.choose(target)[0]).isEqualTo(150 + 400 + 20);
    assertThat(sampler.ask(target, 0)[0]).isEqualTo(150 + 400 + 5);
  }

  @Test
  void accessesThroughACachedTranslationLeaveNoTrace() {
    sampler.chooseEarly(target, 3);
    mm.access(3);
    prepare(3);
    mm.access(3);
    sampler.hideCached(target, 3);
    assertThat(check(3)).isFalse();
    mm.access(3);
    sampler.begin();
    assertThat(check(3)).as("the translation was loaded anew").isTrue();
  }

  @Test
  void withoutACachedTranslationNothingIsHidden() {
    mm.access(3);
    sampler.chooseEarly(target, 3);
    assertThat(mm.flagged(FolioFlag.YOUNG, 3)).isTrue();
    prepare(3);
    mm.access(3);
    sampler.hideCached(target, 3);
    assertThat(check(3)).isTrue();
  }

  @Test
  void choosingEarlyDoesNotSpoilTheSampleUnderWay() {
    prepare(3);
    mm.access(3);
    sampler.chooseEarly(target, 3);
    assertThat(check(3)).isTrue();
  }

  @Test
  void changedRegionsForgetWhatWasChosenEarly() {
    sampler.chooseEarly(target, 3);
    mm.access(3);
    sampler.regionsChanged();
    prepare(3);
    mm.access(3);
    sampler.hideCached(target, 3);
    assertThat(check(3)).isTrue();
  }
}

package org.tierlab.source.damon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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

  @Test
  void anAccessAfterwardsIsSeen() {
    sampler.prepare(target, 2);
    assertThat(sampler.check(target, 2)).isFalse();
    mm.access(2);
    sampler.begin();
    assertThat(sampler.check(target, 2)).isTrue();
  }

  @Test
  void anAccessBeforeIsNotedInTheYoungFlagAndNotCounted() {
    mm.access(1, 2, 3);
    sampler.prepare(target, 2);
    assertThat(sampler.check(target, 2)).isFalse();
    assertThat(mm.flagged(FolioFlag.YOUNG, 2)).isTrue();
    assertThat(mm.flagged(FolioFlag.IDLE, 2)).isTrue();
    assertThat(mm.accessed(2)).isFalse();
    assertThat(mm.accessed(1)).as("neighbours keep their bits").isTrue();
    assertThat(mm.flagged(FolioFlag.IDLE, 1)).isFalse();
  }

  @Test
  void aPageNotAccessedBeforeIsNotMadeYoung() {
    sampler.prepare(target, 0);
    assertThat(mm.flagged(FolioFlag.YOUNG, 0)).isFalse();
    assertThat(mm.flagged(FolioFlag.IDLE, 0)).isTrue();
  }

  @Test
  void whoeverClearsTheIdleFlagHasSeenAnAccess() {
    sampler.prepare(target, 1);
    mm.access(1);
    context.pageTable(mm).testAndClearAccessed(1);
    mm.flag(FolioFlag.IDLE, 1, false);
    assertThat(sampler.check(target, 1)).isTrue();
  }

  @Test
  void aPageThatIsNotThereIsNotAccessed() {
    watch(mm.map("new", 2, FakeMm.NOT_PRESENT), 2);
    sampler.prepare(target, 0);
    assertThat(sampler.check(target, 0)).isFalse();
    long page = mm.vmas().get(1).firstPage();
    mm.place(1, page);
    mm.access(page);
    sampler.begin();
    assertThat(sampler.check(target, 0)).as("first touch").isTrue();
  }

  @Test
  void unmappedAddressesAreNotAccessed() {
    target.regions().add(500, 501);
    sampler.prepare(target, 4);
    assertThat(sampler.check(target, 4)).isFalse();
  }

  @Test
  void aFolioIsLookedAtOnce() {
    watch(mm.map("huge", 512, 9, Vma.Kind.ANONYMOUS, 1), 2);
    long headPage = mm.vmas().get(1).firstPage();
    sampler.prepare(target, 0);
    sampler.prepare(target, 1);
    mm.access(headPage + 77);
    assertThat(sampler.check(target, 0)).isTrue();
    assertThat(sampler.checkNs()).isEqualTo(155);
    assertThat(sampler.check(target, 1)).isTrue();
    assertThat(sampler.checkNs()).isZero();
  }

  @Test
  void costsAWalkAndAnEntryAndWithPaddrTheReverseMappingToo() {
    assertThat(sampler.prepare(target, 0)).isEqualTo(150 + 20);
    sampler = new AccessSampler(context, true);
    watch(mm.vmas().get(0), 4);
    assertThat(sampler.prepare(target, 0)).isEqualTo(150 + 400 + 20);
    sampler.check(target, 0);
    assertThat(sampler.checkNs()).isEqualTo(150 + 400 + 5);
  }

  @Test
  void accessesThroughACachedTranslationLeaveNoTrace() {
    sampler.chooseEarly(target, 3);
    mm.access(3);
    sampler.prepare(target, 3);
    mm.access(3);
    sampler.hideCached(target, 3);
    assertThat(sampler.check(target, 3)).isFalse();
    mm.access(3);
    sampler.begin();
    assertThat(sampler.check(target, 3)).as("the translation was loaded anew").isTrue();
  }

  @Test
  void withoutACachedTranslationNothingIsHidden() {
    mm.access(3);
    sampler.chooseEarly(target, 3);
    assertThat(mm.flagged(FolioFlag.YOUNG, 3)).isTrue();
    sampler.prepare(target, 3);
    mm.access(3);
    sampler.hideCached(target, 3);
    assertThat(sampler.check(target, 3)).isTrue();
  }

  @Test
  void choosingEarlyDoesNotSpoilTheSampleUnderWay() {
    sampler.prepare(target, 3);
    mm.access(3);
    sampler.chooseEarly(target, 3);
    assertThat(sampler.check(target, 3)).isTrue();
  }

  @Test
  void changedRegionsForgetWhatWasChosenEarly() {
    sampler.chooseEarly(target, 3);
    mm.access(3);
    sampler.regionsChanged();
    sampler.prepare(target, 3);
    mm.access(3);
    sampler.hideCached(target, 3);
    assertThat(sampler.check(target, 3)).isTrue();
  }
}

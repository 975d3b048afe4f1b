package org.tierlab.source.damon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.PublishedEvent;

/** Two files of one page beside a heap of four: one is read or written all the time. */
class PageCacheMonitorTest {
  private final FakeRun run = new FakeRun(new FakeMachine().dram(8192, 1).cxl(8192), 5);

  private List<PublishedEvent> monitored(Map<String, ?> knobs, boolean write) {
    run.process("app").map("heap", 4, 1);
    FakeMm cache = run.pageCache("data", 1, 0, 1);
    run.pageCache("cold", 1, 0, 1);
    run.attach(new DamonComponent(), knobs);
    for (int ms = 0; ms < 210; ms++) {
      if (write) {
        cache.write(0);
      } else {
        cache.read(0);
      }
      run.advanceBy(1_000_000);
    }
    List<Long> ends = run.published().stream().map(PublishedEvent::toNs).distinct().toList();
    return run.published().stream().filter(event -> event.toNs() == ends.get(1)).toList();
  }

  @ParameterizedTest
  @CsvSource({"data, false, 20", "data, true, 20", "cold, false, 0"})
  void paddrSeesReadsAndWritesByTheIdleFlag(String file, boolean write, int count) {
    assertThat(
            monitored(Map.of("operations", "paddr", "targets", file, "min_nr_regions", 3), write))
        .extracting(PublishedEvent::firstPage, PublishedEvent::pages, PublishedEvent::count)
        .containsExactly(tuple(0L, 1L, count));
  }

  @ParameterizedTest
  @CsvSource({"vaddr", "fvaddr"})
  void addressSpacesDoNotHaveIt(String operations) {
    assertThat(monitored(Map.of("operations", operations, "min_nr_regions", 4), false))
        .isNotEmpty()
        .allMatch(event -> event.mm() == 0 && event.count() == 0);
  }

  @ParameterizedTest
  @CsvSource({"app, 0", "data, 1"})
  void paddrWatchesWhatIsNamed(String name, int id) {
    assertThat(
            monitored(Map.of("operations", "paddr", "targets", name, "min_nr_regions", 4), false))
        .isNotEmpty()
        .allMatch(event -> event.mm() == id);
  }

  /** A process that starts later lies behind the caches that are known. */
  @Test
  void addressesStayWhenProcessesCome() {
    monitored(Map.of("operations", "paddr", "min_nr_regions", 8, "update_us", 100_000), false);
    run.process("late").map("heap", 4, 1);
    int before = run.published().size();
    run.advanceBy(210_000_000);
    assertThat(run.published().subList(before, run.published().size()))
        .extracting(PublishedEvent::mm)
        .contains(0, 1, 2, 3);
  }
}

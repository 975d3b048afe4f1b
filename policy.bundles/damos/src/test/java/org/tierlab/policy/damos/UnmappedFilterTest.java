package org.tierlab.policy.damos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Vma;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

/** Page cache is unmapped, memory of a process is not. */
class UnmappedFilterTest {
  private final FakeRun run = new FakeRun(new FakeMachine().dram(64, 1).cxl(64), 1);

  private static long passed(FakeMm mm, Filter... filters) {
    return new Filters(List.of(filters))
        .passed(mm.pageTable(), mm.vmas().get(0), 0, 0b1111, (page, mask) -> {});
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, 15, 0",
    "true, false, 0, 15",
    "false, true, 0, 15",
    "false, false, 15, 0",
  })
  void itTellsPageCacheFromMappedMemory(
      boolean matching, boolean allow, long ofCache, long ofMapping) {
    FakeMm cache = run.pageCache("data", 4, 0, 1);
    FakeMm app = run.process("app");
    app.map("file", 4, 0, Vma.Kind.FILE, 1);
    Filter filter = new Filter(Filter.Type.UNMAPPED, matching, allow, 0, 0, 0);
    assertThat(passed(cache, filter)).isEqualTo(ofCache);
    assertThat(passed(app, filter)).isEqualTo(ofMapping);
  }

  /** Reads leave no accessed bit: the young filter goes by the idle flag. */
  @ParameterizedTest
  @CsvSource({"true, 4", "false, 11"})
  void theYoungFilterSeesWhatWasRead(boolean matching, long expected) {
    FakeMm cache = run.pageCache("data", 4, 0, 1);
    for (int page = 0; page < 4; page++) {
      cache.flag(FolioFlag.IDLE, page, true);
    }
    cache.read(2);
    assertThat(passed(cache, new Filter(Filter.Type.YOUNG, matching, true, 0, 0, 0)))
        .isEqualTo(expected);
  }
}

package __PACKAGE__;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordedTask;
import org.tierlab.testkit.RecordingWorkload;

class __CLASS__WorkloadTest {
  /** 100 pages, the last 10 of them hot. */
  private static __CLASS__Knobs knobs(int accesses) {
    return KnobSet.of(__CLASS__Knobs.class)
        .bind(Map.of("size", 409_600, "accesses", accesses, "threads", 1));
  }

  private static RecordedTask task(int accesses) {
    FakeMachine machine = new FakeMachine().dram(1024, 2).cxl(4096);
    RecordingWorkload context = new RecordingWorkload(machine, 7, Path.of("."), Map.of());
    new __CLASS__Workload(knobs(accesses)).build(context);
    return context.tasks().get(0);
  }

  @Test
  void aTaskMakesAsManyAccessesAsItSays() {
    RecordedTask task = task(5_000);
    assertThat(task.draw(10_000)).hasSize(5_000);
    assertThat(task.expectedAccesses()).isEqualTo(5_000);
  }

  @Test
  void hotPagesGetTheirShareAndTheirPartOfTheRest() {
    long hot =
        Arrays.stream(task(10_000).draw(10_000)).filter(access -> Access.page(access) >= 90).count();
    // 90 % and a tenth of the other 10 %: 9,100, standard deviation 29.
    assertThat(hot).isBetween(9_000L, 9_200L);
  }

  /** Collaborators as mocks, where only the calls between them matter. */
  @Test
  void oneDrawChoosesTheRangeAndOneThePage() {
    RandomStream random = mock();
    when(random.nextDouble()).thenReturn(0.899, 0.9);
    when(random.nextLong(10)).thenReturn(9L);
    when(random.nextLong(100)).thenReturn(42L);
    AccessBatch batch = new AccessBatch(8);

    assertThat(new __CLASS__Accesses(knobs(2), 1000, random).fill(batch)).isTrue();

    assertThat(Arrays.copyOf(batch.accesses(), batch.to()))
        .containsExactly(Access.of(1090, false, 200), Access.of(1042, false, 200));
  }
}

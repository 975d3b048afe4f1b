package org.tierlab.engine.multithread.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.PluginName;
import org.tierlab.engine.multithread.MultithreadCopyKnobs;
import org.tierlab.testkit.FakeCopyBatch;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.RecordingCopyReport;

class MultithreadComponentTest {
  private final MultithreadComponent component = new MultithreadComponent();

  @Test
  void isNamedAndDescribesItsKnobs() {
    assertThat(MultithreadComponent.class.getAnnotation(PluginName.class).name())
        .isEqualTo("multithread");
    assertThat(component.spec().knobs()).isEqualTo(MultithreadCopyKnobs.class);
  }

  @Test
  void followsTheKernelsKnobWhileItRuns() {
    FakeRun run = new FakeRun(new FakeMachine().dram(1024, 8), 1);
    run.attach(component, Map.of());
    assertThat(workers()).isEqualTo(4);

    run.setKnob("vm.limit_mt_num", 7);

    assertThat(workers()).isEqualTo(7);
    assertThat(component.batchPages()).isEqualTo(512);
  }

  private int workers() {
    RecordingCopyReport report = new RecordingCopyReport(16);
    component.copy(FakeCopyBatch.of(16, 0), report);
    return report.workers().size();
  }

  @Test
  void refusesToWorkWithoutARun() {
    assertThatThrownBy(component::batchPages).isInstanceOf(IllegalStateException.class);
  }
}

package org.tierlab.engine.dma.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.PluginName;
import org.tierlab.engine.dma.DmaCopyKnobs;
import org.tierlab.testkit.FakeCopyBatch;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.RecordingCopyReport;

class DmaComponentTest {
  private final DmaComponent component = new DmaComponent();

  @Test
  void isNamedAndDescribesItsKnobs() {
    assertThat(DmaComponent.class.getAnnotation(PluginName.class).name()).isEqualTo("dma");
    assertThat(component.spec().knobs()).isEqualTo(DmaCopyKnobs.class);
  }

  @Test
  void offloadingIsSwitchedWhileItRuns() {
    FakeRun run = new FakeRun(new FakeMachine().dram(1024, 8), 1);
    run.attach(component, Map.of());
    assertThat(channelsUsed()).isEqualTo(8);

    run.setKnob("/sys/kernel/dcbm/nr_dma_chan", 3);
    assertThat(channelsUsed()).isEqualTo(3);
    run.setKnob("/sys/kernel/dcbm/offloading", 0);
    assertThat(channelsUsed()).isZero();
    assertThat(component.batchPages()).isEqualTo(512);
  }

  private int channelsUsed() {
    RecordingCopyReport report = new RecordingCopyReport(8);
    component.copy(FakeCopyBatch.of(8, 0), report);
    return report.devicesNs().size();
  }

  @Test
  void refusesToWorkWithoutARun() {
    assertThatThrownBy(component::batchPages).isInstanceOf(IllegalStateException.class);
  }
}

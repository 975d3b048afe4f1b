package org.tierlab.engine.kernel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.tierlab.api.PluginName;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.knob.Knobs;
import org.tierlab.engine.kernel.KernelCopyKnobs;

class KernelComponentTest {
  private final KernelComponent component = new KernelComponent();

  @Test
  void isNamedAndDescribesItsKnobs() {
    assertThat(KernelComponent.class.getAnnotation(PluginName.class).name()).isEqualTo("kernel");
    assertThat(component.spec().knobs()).isEqualTo(KernelCopyKnobs.class);
  }

  @Test
  void delegatesToTheEngineOfItsRun() {
    RunContext context = mock(RunContext.class);
    when(context.knobs(KernelCopyKnobs.class)).thenReturn(Knobs.fixed(new KernelCopyKnobs(64)));
    CopyBatch batch = mock(CopyBatch.class);
    when(batch.folios()).thenReturn(1);
    when(batch.bytes(0)).thenReturn(4096L);
    when(batch.cpuCopyGBps(1)).thenReturn(2.0);
    CopyReport report = mock(CopyReport.class);

    component.attach(context);
    component.copy(batch, report);

    assertThat(component.batchPages()).isEqualTo(64);
    verify(report).done(0, 2048);
  }

  @Test
  void refusesToWorkWithoutARun() {
    assertThatThrownBy(component::batchPages).isInstanceOf(IllegalStateException.class);
  }
}

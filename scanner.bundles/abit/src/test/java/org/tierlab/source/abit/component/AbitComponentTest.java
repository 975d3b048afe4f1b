package org.tierlab.source.abit.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_MOCKS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.time.Kthread;
import org.tierlab.source.abit.AbitKnobs;
import org.tierlab.testkit.FakeMachine;

class AbitComponentTest {
  @Test
  void claimsNoEvidence() {
    assertThat(new AbitComponent().spec().evidence()).isEmpty();
    assertThat(new AbitComponent().spec().knobs()).isEqualTo(AbitKnobs.class);
  }

  @Test
  void startsTheThreadOfTheVersion() {
    SourceContext context = mock(SourceContext.class, RETURNS_MOCKS);
    Kthread thread = mock(Kthread.class);
    AbitKnobs knobs = KnobSet.of(AbitKnobs.class).bind(Map.of("version", "v2"));
    when(context.machine()).thenReturn(new FakeMachine().dram(10, 1).cxl(10));
    when(context.knobs(AbitKnobs.class)).thenReturn(Knobs.fixed(knobs));
    when(context.kthread("kscand")).thenReturn(thread);
    new AbitComponent().attach(context);
    verify(thread).after(eq(0L), any());
  }
}

package org.tierlab.policy.demotion.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.tierlab.api.PluginName;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.policy.demotion.DemotionKnobs;

class DemotionComponentTest {
  private final DemotionComponent component = new DemotionComponent();

  @Test
  void isNamedAndComposesWithAnySource() {
    assertThat(DemotionComponent.class.getAnnotation(PluginName.class).name())
        .isEqualTo("demotion");
    assertThat(component.spec().knobs()).isEqualTo(DemotionKnobs.class);
    assertThat(component.spec().needs()).isEmpty();
  }

  @Test
  void listensToPressureWithAThreadForEachNode() {
    PolicyContext context = mock(PolicyContext.class, Mockito.RETURNS_DEEP_STUBS);
    when(context.knobs(DemotionKnobs.class))
        .thenReturn(Knobs.fixed(KnobSet.of(DemotionKnobs.class).defaults()));
    when(context.machine().nodes()).thenReturn(2);

    component.attach(context);

    verify(context).onPressure(any());
    verify(context).kthread("kswapd0");
    verify(context).kthread("kswapd1");
    verify(context, Mockito.times(2)).kthread(anyString());
    verify(context, Mockito.never()).wakeKswapd(anyInt());
  }
}

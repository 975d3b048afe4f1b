package org.tierlab.workload.abench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.TaskBuilder;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.workload.abench.component.AbenchComponent;

class AbenchWorkloadTest {
  private final WorkloadContext context = mock(WorkloadContext.class);
  private final AddressSpaceBuilder process = mock(AddressSpaceBuilder.class);
  private final TaskBuilder task = mock(TaskBuilder.class, RETURNS_SELF);

  @BeforeEach
  void collaborators() {
    when(context.process("abench")).thenReturn(process);
    when(context.random(anyString())).thenAnswer(call -> new SplitMix(call.hashCode()));
    when(process.leaderWaits()).thenReturn(process);
    when(process.task(anyString(), any())).thenReturn(task);
    when(process.map(anyString(), any(Long.class), any(Integer.class), any()))
        .thenAnswer(
            call ->
                new Vma(
                    call.getArgument(0),
                    512,
                    (call.<Long>getArgument(1) + 4095) / 4096,
                    1L << 30,
                    call.getArgument(2),
                    Vma.Kind.ANONYMOUS,
                    true,
                    0));
  }

  @Test
  void threadsShareOneRegionAndHaveStreamsOfTheirOwn() {
    AbenchKnobs knobs =
        Abench.with(
            Map.of("region", 1 << 21, "threads", 3, "iterations", 4, "order", 9, "node", 1));

    new AbenchWorkload(knobs).build(context);

    verify(process).map("region", 1 << 21, 9, Placement.on(1));
    for (String name : new String[] {"abench-0", "abench-1", "abench-2"}) {
      verify(process).task(eq(name), any());
      verify(context).random(name);
    }
    verify(task, times(3)).expectedAccesses(4 * 512);
    verify(task, times(3)).overlappingMisses(1);
  }

  @Test
  void startsAtTheFirstTouchIfAskedTo() {
    new AbenchWorkload(Abench.with(Map.of("node", -1))).build(context);

    verify(process).map("region", 8L << 30, 0, Placement.firstTouch());
  }

  @Test
  void saysItsLaw() {
    AbenchKnobs knobs =
        Abench.with(
            Map.of(
                "region",
                100 * 4096,
                "threads",
                1,
                "iterations",
                5,
                "think_time",
                1000,
                "write_fraction",
                0.25));

    new AbenchWorkload(knobs).build(context);

    ArgumentCaptor<AccessLaw> law = ArgumentCaptor.forClass(AccessLaw.class);
    verify(task).law(law.capture());
    assertThat(law.getValue().phases())
        .singleElement()
        .satisfies(
            phase -> {
              assertThat(phase.accesses()).isEqualTo(500);
              assertThat(phase.gapNs() * 500).isCloseTo(4000, within(1e-9));
              assertThat(phase.mixture())
                  .containsExactly(
                      new AccessLaw.Component(512, 100, 1, 0.25, new AccessLaw.Uniform()));
            });
  }

  @Test
  void refusesMoreAccessesThanCanBeCounted() {
    Map<String, Long> most =
        Map.of("iterations", 9_223_372L, "accesses_per_iteration", 1_000_000_000_000L);
    new AbenchWorkload(Abench.with(most)).build(context);
    verify(task, times(64)).expectedAccesses(9_223_372_000_000_000_000L);

    Map<String, Long> more =
        Map.of("iterations", 9_223_373L, "accesses_per_iteration", 1_000_000_000_000L);
    assertThatThrownBy(() -> new AbenchWorkload(Abench.with(more)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("'iterations' is '9223373'");
  }

  @Test
  void refusesKnobsOutsideTheirBounds() {
    assertThat(Abench.with(Map.of("region", 4096)).regionPages()).isEqualTo(1);
    assertThatThrownBy(() -> Abench.with(Map.of("region", 4095)))
        .hasMessageContaining("from 4096")
        .isInstanceOf(KnobException.class);
    assertThatThrownBy(() -> Abench.with(Map.of("think_time", 1_000_000_000_000L)))
        .isInstanceOf(KnobException.class);
    assertThatThrownBy(() -> Abench.with(Map.of("write_fraction", 1.01)))
        .isInstanceOf(KnobException.class);
  }

  @Test
  void theComponentBuildsWithTheRunsKnobs() {
    AbenchComponent component = new AbenchComponent();
    assertThat(component.spec().knobs()).isEqualTo(AbenchKnobs.class);
    assertThat(KnobSet.of(AbenchKnobs.class).defaults())
        .isEqualTo(new AbenchKnobs(8L << 30, 64, 512, 1000, 0, 0, 1, 0, 1));
    when(context.knobs(AbenchKnobs.class))
        .thenReturn(Knobs.fixed(Abench.with(Map.of("threads", 2))));

    component.build(context);

    verify(process, times(2)).task(anyString(), any());
  }
}

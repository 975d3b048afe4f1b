package org.tierlab.workload.statics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.TaskBuilder;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.workload.statics.component.StaticComponent;

class StaticWorkloadTest {
  private static final long GIB = 1L << 30;

  private final WorkloadContext context = mock(WorkloadContext.class);
  private final AddressSpaceBuilder process = mock(AddressSpaceBuilder.class);
  private final TaskBuilder task = mock(TaskBuilder.class, RETURNS_SELF);
  private final ArgumentCaptor<AccessGenerator> generator =
      ArgumentCaptor.forClass(AccessGenerator.class);
  private long mappedPages = 64;

  @BeforeEach
  void collaborators() {
    when(context.process("static")).thenReturn(process);
    when(process.task(anyString(), any())).thenReturn(task);
    when(process.map(anyString(), any(Long.class), any(Integer.class), any()))
        .thenAnswer(call -> map(call.getArgument(0), call.getArgument(1), call.getArgument(2)));
  }

  private Vma map(String name, long bytes, int order) {
    long pages = bytes / 4096;
    Vma vma =
        new Vma(name, mappedPages, pages, mappedPages << 12, order, Vma.Kind.ANONYMOUS, true, 0);
    mappedPages += pages;
    return vma;
  }

  private static StaticKnobs knobs(Map<String, ?> values) {
    return KnobSet.of(StaticKnobs.class).bind(values);
  }

  private long firstAccessedPage() {
    verify(process).task(eq("static"), generator.capture());
    AccessBatch batch = new AccessBatch(1);
    assertThat(generator.getValue().fill(batch)).isTrue();
    return batch.accesses()[0] >>> 24;
  }

  @Test
  void mapsHotAndColdSeparately() {
    new StaticWorkload(knobs(Map.of("hot_size", 8192, "cold_size", 12288, "node", 2)))
        .build(context);

    verify(process).map("hot", 8192, 0, Placement.on(2));
    verify(process).map("cold", 12288, 0, Placement.on(2));
    verify(task).expectedAccesses(2000);
    assertThat(firstAccessedPage()).isEqualTo(64);
  }

  @Test
  void withoutColdMemoryThereIsNoColdMapping() {
    new StaticWorkload(knobs(Map.of("hot_size", 4097, "cold_size", 0))).build(context);

    verify(process).map("hot", 8192, 0, Placement.on(1));
    verify(process).task(anyString(), any());
    verifyNoMoreInteractions(process);
  }

  @Test
  void theHotRangeMayLieInsideOneMapping() {
    long hot = 34_078 * 4096L;
    StaticKnobs knobs =
        knobs(Map.of("hot_size", hot, "cold_size", GIB - hot, "hot_start_percent", 37));

    new StaticWorkload(knobs).build(context);

    verify(process).map("static", GIB, 0, Placement.on(1));
    // 37 % of 262,144 pages are 96,993.28.
    assertThat(firstAccessedPage()).isEqualTo(64 + 96_993);
  }

  @Test
  void theHotRangeMustEndInsideItsMapping() {
    Map<String, Integer> sizes = Map.of("hot_size", 25 * 4096, "cold_size", 75 * 4096);
    assertThat(knobs(with(sizes, 75)).hotStartPage()).isEqualTo(75);
    assertThat(knobs(with(sizes, 75.9)).hotStartPage()).isEqualTo(75);
    assertThat(knobs(with(sizes, 0)).oneMapping()).isTrue();
    assertThat(knobs(with(sizes, -1)).oneMapping()).isFalse();
    assertThatThrownBy(() -> knobs(with(sizes, 76)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("leaves 24 of 100 pages for 25 hot ones");
    assertThatThrownBy(() -> knobs(with(sizes, -0.5))).isInstanceOf(KnobException.class);
  }

  private static Map<String, Number> with(Map<String, Integer> sizes, double start) {
    return Map.of(
        "hot_size",
        sizes.getOrDefault("hot_size", 0),
        "cold_size",
        sizes.getOrDefault("cold_size", 0),
        "hot_start_percent",
        start);
  }

  @Test
  void saysItsLaw() {
    new StaticWorkload(knobs(Map.of("hot_size", 4 * 4096, "passes", 3, "gap", 10, "pause", 60)))
        .build(context);

    ArgumentCaptor<AccessLaw> law = ArgumentCaptor.forClass(AccessLaw.class);
    verify(task).law(law.capture());
    AccessLaw.Phase phase = law.getValue().phases().get(0);
    // 12 accesses of 10 ns and 2 pauses of 60 ns are 240 ns.
    assertThat(phase.accesses()).isEqualTo(12);
    assertThat(phase.gapNs()).isEqualTo(20);
    assertThat(phase.mixture())
        .containsExactly(new AccessLaw.Component(64, 4, 1, 1, new AccessLaw.Sequential()));
  }

  @Test
  void refusesMoreAccessesThanCanBeCounted() {
    // 9,223 × 10^15 still counts, 9,224 × 10^15 does not.
    Map<String, Long> most = Map.of("hot_size", 9_223 * 4096L, "passes", 1_000_000_000_000_000L);
    new StaticWorkload(knobs(most)).build(context);
    verify(task).expectedAccesses(9_223_000_000_000_000_000L);

    Map<String, Long> more = Map.of("hot_size", 9_224 * 4096L, "passes", 1_000_000_000_000_000L);
    assertThatThrownBy(() -> new StaticWorkload(knobs(more)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("'passes'");
  }

  @Test
  void noPassesAreRefused() {
    assertThatThrownBy(() -> knobs(Map.of("passes", 0)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("from 1");
  }

  @Test
  void theComponentBuildsWithTheRunsKnobs() {
    StaticComponent component = new StaticComponent();
    assertThat(component.spec().knobs()).isEqualTo(StaticKnobs.class);
    StaticKnobs defaults = KnobSet.of(StaticKnobs.class).defaults();
    assertThat(defaults.hotPages()).isEqualTo(6553);
    assertThat(defaults.hotPages() + defaults.coldPages()).isEqualTo(65_536);
    when(context.knobs(StaticKnobs.class)).thenReturn(Knobs.fixed(defaults));

    component.build(context);

    verify(task).expectedAccesses(6_553_000);
  }
}

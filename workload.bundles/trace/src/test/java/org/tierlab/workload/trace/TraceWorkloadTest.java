package org.tierlab.workload.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.TaskBuilder;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordedProcess;
import org.tierlab.testkit.RecordedTask;
import org.tierlab.testkit.RecordingWorkload;
import org.tierlab.workload.trace.format.ImportOptions;
import org.tierlab.workload.trace.format.NativeWriter;
import org.tierlab.workload.trace.format.TraceDescription;
import org.tierlab.workload.trace.format.TraceDescription.PageKeys;
import org.tierlab.workload.trace.format.TraceDescription.TimeBase;
import org.tierlab.workload.trace.format.TraceException;

class TraceWorkloadTest {
  @TempDir Path folder = Path.of(".");

  @TempDir Path temporaryFolder = Path.of(".");

  private TraceWorkload workload = new TraceWorkload(folder);

  private record Made(long page, boolean write, double gapNs) {}

  @BeforeEach
  void create() {
    workload = new TraceWorkload(temporaryFolder);
  }

  @AfterEach
  void close() throws IOException {
    workload.close();
  }

  private RecordingWorkload built(Map<String, ?> values) throws IOException {
    RecordingWorkload context =
        new RecordingWorkload(new FakeMachine().dram(4096, 1).cxl(4096), 1, folder, values);
    workload.build(context);
    return context;
  }

  private List<Made> made(Map<String, ?> values) throws IOException {
    WorkloadContext context = mock(WorkloadContext.class);
    AddressSpaceBuilder process = mock(AddressSpaceBuilder.class);
    when(context.knobs(TraceKnobs.class))
        .thenReturn(Knobs.fixed(KnobSet.of(TraceKnobs.class).bind(values)));
    when(context.file(anyString())).thenAnswer(call -> folder.resolve(call.<String>getArgument(0)));
    when(context.process(anyString())).thenReturn(process);
    when(process.map(
            anyString(), any(Long.class), any(Long.class), any(Integer.class), any(), any()))
        .thenReturn(new Vma("v", 0, 8, 4096, 0, Vma.Kind.ANONYMOUS, true, 0));
    when(process.task(anyString(), any())).thenReturn(mock(TaskBuilder.class, RETURNS_SELF));
    workload.build(context);
    verify(context).accessUnit("accesses that miss a 64-entry filter");
    ArgumentCaptor<AccessGenerator> generator = ArgumentCaptor.forClass(AccessGenerator.class);
    verify(process).task(anyString(), generator.capture());
    return drain(generator.getValue());
  }

  private static List<Made> drain(AccessGenerator generator) {
    List<Made> made = new ArrayList<>();
    AccessBatch batch = new AccessBatch(1);
    while (generator.fill(batch)) {
      for (int i = batch.from(); i < batch.to(); i++) {
        long access = batch.accesses()[i];
        made.add(
            new Made(
                Access.page(access), Access.write(access), Access.gap(access) * batch.gapUnitNs()));
      }
      batch.clear();
    }
    return made;
  }

  private Map<String, Object> file(String text) throws IOException {
    Files.writeString(folder.resolve("x.pages"), text);
    Map<String, Object> values = new HashMap<>();
    values.put("file", "x.pages");
    return values;
  }

  private static Map<String, Object> with(Map<String, Object> values, String knob, Object value) {
    values.put(knob, value);
    return values;
  }

  @Test
  void replaysAForeignTraceAsOftenAsAskedFor() throws IOException {
    assertThat(made(with(file("1 r 5\n3 w 6\n1 m 0\n"), "repeat", 2)))
        .containsExactly(
            new Made(0, false, 5),
            new Made(2, true, 6),
            new Made(0, true, 0),
            new Made(0, false, 5),
            new Made(2, true, 6),
            new Made(0, true, 0));
  }

  @Test
  void timeIsStretched() throws IOException {
    Map<String, Object> values = with(file("1 r 5\n1 r 8388608\n"), "time_scale", 2.5);

    assertThat(made(with(values, "ns_per_instruction", 0.5)))
        .extracting(Made::gapNs)
        .containsExactly(6.25, 10485760.0);
  }

  @Test
  void longGapsAreExact() throws IOException {
    // The greatest packed gap, one more, and both sides of what one unit of a batch can be.
    long[] gaps = {
      8_388_607, 8_388_608, 999_999_999_999L, 1_000_000_000_000L, 8_999_999_999_999_999L
    };
    StringBuilder text = new StringBuilder();
    for (long gap : gaps) {
      text.append("1 r ").append(gap).append('\n');
    }

    assertThat(made(file(text.toString())))
        .extracting(access -> (long) access.gapNs())
        .containsExactly(
            8_388_607L, 8_388_608L, 999_999_999_999L, 1_000_000_000_000L, 8_999_999_999_999_999L);
  }

  @Test
  void memoryIsWhereTheTraceHasItAndStartsWhereAsked() throws IOException {
    RecordingWorkload context = built(with(file("10 r 1\n400 w 1\n"), "node", 1));

    RecordedProcess process = context.processes().get(0);
    assertThat(process.name()).isEqualTo("x");
    assertThat(process.vmas()).extracting(Vma::startAddress).containsExactly(0x10000L, 0x400000L);
    assertThat(process.vmas())
        .allSatisfy(vma -> assertThat(process.placement(vma)).isEqualTo(Placement.on(1)));
  }

  @Test
  void everyRecordedTaskIsATask() throws IOException {
    TraceDescription description =
        new TraceDescription(
            "two", "accesses", PageKeys.VIRTUAL_PAGES, TimeBase.TIME, 1, List.of("a", "b"));
    try (NativeWriter writer =
        new NativeWriter(folder.resolve("two.trace"), description, ImportOptions.defaults())) {
      for (int i = 0; i < 100; i++) {
        writer.access(i % 3 == 0 ? 0 : 1, i, i % 3 == 0, 1);
      }
      writer.finish();
    }

    RecordingWorkload context =
        built(Map.of("file", "two.trace", "repeat", 3, "overlapping_misses", 4));

    List<RecordedTask> tasks = context.tasks();
    assertThat(tasks).extracting(RecordedTask::name).containsExactly("a", "b");
    assertThat(tasks).extracting(RecordedTask::expectedAccesses).containsExactly(102L, 198L);
    assertThat(tasks).extracting(RecordedTask::overlappingMisses).containsOnly(4.0);
    List<Long> first = Arrays.stream(tasks.get(0).draw(1000)).boxed().toList();
    List<Long> second = Arrays.stream(tasks.get(1).draw(1000)).boxed().toList();
    assertThat(first).hasSize(102).allMatch(Access::write).allMatch(a -> Access.page(a) % 3 == 0);
    assertThat(second)
        .hasSize(198)
        .noneMatch(Access::write)
        .noneMatch(a -> Access.page(a) % 3 == 0);
  }

  @Test
  void theTemporaryImportIsDeleted() throws IOException {
    built(file("1 r 5\n"));
    assertThat(temporaries()).isEqualTo(1);

    workload.close();

    assertThat(temporaries()).isZero();
  }

  @Test
  void aFailedImportLeavesNothing() throws IOException {
    Map<String, Object> values = file("1 r 5\nnonsense\n");
    assertThatThrownBy(() -> built(values)).isInstanceOf(TraceException.class);

    workload.close();

    assertThat(temporaries()).isZero();
  }

  private long temporaries() throws IOException {
    try (Stream<Path> files = Files.list(temporaryFolder)) {
      return files.count();
    }
  }

  @Test
  void aDamagedTraceIsToldWithItsPlace() throws IOException {
    assertThatThrownBy(() -> built(file("1 r 5\nnonsense\n")))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("x.pages: line 2: 'nonsense', expected");
    assertThatThrownBy(() -> built(Map.of("file", "none")))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("none: no such file");
  }

  @Test
  void damageFoundDuringTheReplayIsToldToo() throws IOException {
    TraceDescription description =
        new TraceDescription("d", "a", PageKeys.VIRTUAL_PAGES, TimeBase.TIME, 1, List.of());
    Path file = folder.resolve("d.trace");
    try (NativeWriter writer = new NativeWriter(file, description, ImportOptions.defaults())) {
      writer.access(0, 1, false, 1);
      writer.finish();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    RecordingWorkload context = built(Map.of("file", "d.trace"));

    assertThatThrownBy(() -> context.tasks().get(0).draw(1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("d.trace: byte ")
        .hasMessageContaining("checksum does not match");
  }

  @Test
  void knobsThatCannotBeMeantAreRefused() throws IOException {
    assertThatThrownBy(() -> KnobSet.of(TraceKnobs.class).defaults())
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("knob 'file' is empty");
    // A nanosecond times 10⁹ is fine, 10³ ns times 10⁹ are the 10¹² that a unit must stay below.
    assertThat(made(with(file("1 r 5\n"), "time_scale", 1e9))).hasSize(1);
    Map<String, Object> values = with(file("1 r 5\n"), "time_scale", 1e9);
    assertThatThrownBy(() -> built(with(values, "ns_per_instruction", 1000)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("'time_scale'");
    assertThat(built(with(values, "ns_per_instruction", 999.9)).tasks()).hasSize(1);
  }

  @Test
  void recordedTimeHasNoInstructions() throws IOException {
    Files.write(folder.resolve("x.oracle"), new byte[24]);
    Map<String, Object> values = new HashMap<>(Map.of("file", "x.oracle"));
    values.put("format", "oracle-general");
    assertThat(built(values).tasks()).hasSize(1);

    values.put("ns_per_instruction", 1);
    assertThatThrownBy(() -> built(values))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("x.oracle has recorded times");
  }
}

package org.tierlab.workload.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.TaskBuilder;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.workload.trace.format.ImportOptions;
import org.tierlab.workload.trace.format.NativeTrace;
import org.tierlab.workload.trace.format.ReadProgress;
import org.tierlab.workload.trace.format.TraceDescription;
import org.tierlab.workload.trace.format.TraceDescription.TimeBase;
import org.tierlab.workload.trace.format.TraceFile;
import org.tierlab.workload.trace.format.TraceFormat;
import org.tierlab.workload.trace.format.TraceHeader;
import org.tierlab.workload.trace.format.TraceImport;
import org.tierlab.workload.trace.format.TraceTask;

/**
 * Replays a recorded trace: one process with the trace's VMAs at their addresses, one task for each
 * recorded task. A foreign trace is imported into a temporary native file first.
 *
 * <p>Gaps are CPU time of the task: recorded time × {@code time_scale}. What a trace does not know
 * (its tasks' waiting for each other, their nodes, the kinds of its mappings) is not made up: tasks
 * run independently and all memory is anonymous.
 */
public final class TraceWorkload implements AutoCloseable {
  private final Path temporaryFolder;
  private final List<Path> temporaries = new ArrayList<>();
  private final List<NativeTrace> open = new ArrayList<>();

  /**
   * Makes a workload that replays nothing yet.
   *
   * @param temporaryFolder where foreign traces are imported to
   */
  public TraceWorkload(Path temporaryFolder) {
    this.temporaryFolder = temporaryFolder;
  }

  /**
   * Builds the process and its tasks.
   *
   * @param context the run
   * @throws IOException if the trace cannot be read
   */
  public void build(WorkloadContext context) throws IOException {
    TraceKnobs knobs = context.knobs(TraceKnobs.class).get();
    NativeTrace trace = open(context.file(knobs.file()), knobs.format());
    TraceHeader header = trace.header();
    context.accessUnit(header.description().unit());
    double gapUnitNs = gapUnitNs(header.description(), knobs);
    String name = header.description().source();
    AddressSpaceBuilder process = context.process(name);
    FolioLayout layout = FolioLayout.of(header.vmas(), knobs.order());
    PageTranslation pages = layout.map(process, new Placement(knobs.node()));
    for (int i = 0; i < header.tasks().size(); i++) {
      TraceTask task = header.tasks().get(i);
      TraceReplay replay =
          new TraceReplay(trace.cursor(i), pages.copy(), gapUnitNs, knobs.repeat());
      TaskBuilder builder = process.task(task.name(), replay);
      builder.overlappingMisses(knobs.overlappingMisses());
      builder.expectedAccesses(expectedAccesses(task, knobs));
    }
  }

  private static long expectedAccesses(TraceTask task, TraceKnobs knobs) {
    try {
      return Math.multiplyExact(task.accesses(), knobs.repeat());
    } catch (ArithmeticException e) {
      KnobException refused =
          new KnobException(
              "repeat",
              "knob 'repeat' is '%d', which gives more than 2^63 accesses"
                  .formatted(knobs.repeat()));
      refused.initCause(e);
      throw refused;
    }
  }

  private static double gapUnitNs(TraceDescription description, TraceKnobs knobs) {
    double unitNs = description.gapUnitNs();
    if (knobs.nsPerInstruction() > 0) {
      if (description.timeBase() != TimeBase.INSTRUCTIONS) {
        throw new KnobException(
            "ns_per_instruction",
            "knob 'ns_per_instruction' is '%s', but %s has recorded times, not instructions; expected 0"
                .formatted(knobs.nsPerInstruction(), knobs.file()));
      }
      unitNs = knobs.nsPerInstruction();
    }
    double scaledNs = unitNs * knobs.timeScale();
    if (scaledNs >= TraceReplay.MAX_UNIT_NS) {
      throw new KnobException(
          "time_scale",
          "knob 'time_scale' is '%s', which makes a gap unit %s ns, expected less than 1e12"
              .formatted(knobs.timeScale(), scaledNs));
    }
    return scaledNs;
  }

  private NativeTrace open(Path file, TraceFormat format) throws IOException {
    Path nativeFile = file;
    ImportOptions options = ImportOptions.defaults().withFormat(format);
    if (actualFormat(file, options) != TraceFormat.NATIVE) {
      nativeFile = Files.createTempFile(temporaryFolder, "tierlab-", ".trace");
      temporaries.add(nativeFile);
      new TraceImport(options, ReadProgress.NONE).run(file, nativeFile);
    }
    NativeTrace trace = NativeTrace.open(nativeFile);
    open.add(trace);
    return trace;
  }

  private static TraceFormat actualFormat(Path file, ImportOptions options) throws IOException {
    try (TraceFile trace = TraceFile.open(file, options, ReadProgress.NONE)) {
      return trace.format();
    }
  }

  /** Closes the trace and deletes what was imported for this run. */
  @Override
  public void close() throws IOException {
    for (NativeTrace trace : open) {
      trace.close();
    }
    open.clear();
    for (Path file : temporaries) {
      Files.deleteIfExists(file);
    }
    temporaries.clear();
  }
}

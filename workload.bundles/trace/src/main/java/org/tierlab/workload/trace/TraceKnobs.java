package org.tierlab.workload.trace;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Unit;
import org.tierlab.workload.trace.format.TraceFormat;

/**
 * Knobs of the {@code trace} workload.
 *
 * @param file the trace
 * @param format its format
 * @param repeat how often it is replayed
 * @param timeScale stretch of the time between accesses
 * @param nsPerInstruction time of an instruction, 0 for what the trace says
 * @param node where its memory starts
 * @param order folio order of its memory
 * @param overlappingMisses memory-level parallelism of its tasks
 */
public record TraceKnobs(
    @Knob(about = "The trace, native or of any format that can be imported.", runtime = false)
        String file,
    @Knob(value = "auto", about = "The trace's format.", runtime = false) TraceFormat format,
    @Knob(
            value = "1",
            min = 1,
            max = 1e9,
            about = "How often each task replays its accesses.",
            runtime = false)
        int repeat,
    @Knob(
            value = "1",
            min = 0,
            max = 1e9,
            about = "Factor by which the time between accesses is stretched.",
            runtime = false)
        double timeScale,
    @Knob(
            value = "0",
            min = 0,
            max = 1e9,
            unit = Unit.NS,
            about = "Time of an instruction; 0 takes what the trace says.",
            runtime = false)
        double nsPerInstruction,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            about = "Node on which all memory starts; -1 allocates each page at its first touch.",
            runtime = false)
        int node,
    @Knob(
            value = "0",
            min = 0,
            max = 9,
            about = "Folio order of the memory; VMAs are widened to whole folios.",
            runtime = false)
        int order,
    @Knob(value = "1", min = 1, max = 64, about = "Misses that a task overlaps.", runtime = false)
        double overlappingMisses) {
  /** Demands a file. */
  public TraceKnobs {
    if (file.isEmpty()) {
      throw new KnobException("file", "knob 'file' is empty, expected the path of a trace");
    }
  }
}

package org.tierlab.source.sampling;

import org.tierlab.api.Counts;
import org.tierlab.api.hotness.AccessSample;
import org.tierlab.api.hotness.AccessSampler;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.TaskView;
import org.tierlab.source.sampling.SamplingKnobs.Hardware;
import org.tierlab.source.sampling.SamplingKnobs.Tiers;

/**
 * Samples of accesses that reach memory, as AMD's IBS (arch/x86/events/amd/ibs.c) and Intel's PEBS
 * (arch/x86/events/intel/ds.c) take them and "pghot" is fed by them.
 *
 * <p>A counter tags one access in {@code sample_period}. The record knows the page, the node that
 * served it, the CPU and the time. IBS puts a random number into the lowest seven bits of its
 * count, so that a loop does not fall into step with it, and interrupts for every record. PEBS
 * counts exactly and interrupts when the CPU's buffer is full; until then nobody knows of its
 * records.
 *
 * <p>Deviations: counts belong to tasks, not to CPUs, so that a task that moves takes its count
 * along; PEBS's buffer is not drained when a task is switched out. Not thread-safe.
 */
@Counts(counter = "sampling_samples", unit = "samples", about = "Taken.", source = "model")
@Counts(
    counter = "sampling_slow_tier",
    unit = "samples",
    about = "Of accesses that a slow tier served.",
    source = "model")
@Counts(
    counter = "sampling_interrupts",
    unit = "interrupts",
    about = "Raised by samples or full buffers.",
    source = "model")
@Counts(
    counter = "sampling_lost",
    unit = "samples",
    about = "Of processes that had exited when the buffer was read.",
    source = "model")
public final class HardwareSampler implements AccessSampler {
  /** What IBS randomises: the lowest seven bits of its count. */
  static final int RANDOM_BITS = 0x7f;

  private final SourceContext context;
  private final Knobs<SamplingKnobs> knobs;
  private final HotnessEvents[] buffers;
  private final int[] filled;
  private final HotnessEvents published = new HotnessEvents();
  private final Counter samples;
  private final Counter slowTier;
  private final Counter interrupts;
  private final Counter lost;

  /**
   * Makes a sampler that has counted nothing.
   *
   * @param context the run
   * @param knobs its knobs
   */
  public HardwareSampler(SourceContext context, Knobs<SamplingKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    buffers = new HotnessEvents[context.machine().cpus()];
    filled = new int[buffers.length];
    for (int cpu = 0; cpu < buffers.length; cpu++) {
      buffers[cpu] = new HotnessEvents();
    }
    samples = context.counter("sampling_samples");
    slowTier = context.counter("sampling_slow_tier");
    interrupts = context.counter("sampling_interrupts");
    lost = context.counter("sampling_lost");
  }

  /** Tasks that start together do not take their samples together. */
  @Override
  public long begin(TaskView task) {
    return 1 + context.random().nextLong(knobs.get().samplePeriod());
  }

  @Override
  public long sampled(AccessSample sample) {
    SamplingKnobs now = knobs.get();
    int cpu = sample.task().cpu();
    boolean slow = !context.machine().node(sample.servedBy()).topTier();
    samples.add(1);
    slowTier.add(slow ? 1 : 0);
    sample.charge(now.recordNs() + uselessNs(now));
    if (slow || now.tiers() == Tiers.ALL) {
      record(sample, buffers[cpu]);
    }
    // The buffer holds what nobody wants as well.
    filled[cpu]++;
    if (filled[cpu] >= now.recordsAnInterrupt()) {
      filled[cpu] = 0;
      interrupts.add(1);
      sample.charge(now.interruptNs());
      publish(buffers[cpu]);
    }
    return next(now);
  }

  /** Tags that were no access to memory cost as much as one that was. */
  private static double uselessNs(SamplingKnobs now) {
    return now.uselessTags() * (now.recordNs() + now.interruptNs() / now.recordsAnInterrupt());
  }

  private static void record(AccessSample sample, HotnessEvents buffer) {
    Vma vma = sample.mm().vmaOf(sample.page());
    long head = sample.page() & -(long) vma.folioPages();
    buffer.add(
        sample.mm(),
        head,
        vma.folioPages(),
        1,
        HotnessEvents.UNKNOWN,
        sample.accessingNode(),
        HotnessEvents.UNKNOWN,
        sample.nowNs(),
        sample.nowNs());
  }

  /** Reads a CPU's buffer. Of a process that has exited meanwhile nothing is left to report. */
  private void publish(HotnessEvents buffer) {
    published.clear();
    for (int i = 0; i < buffer.size(); i++) {
      AddressSpaceView mm = context.addressSpace(buffer.mm(i));
      if (mm == null || mm.exited()) {
        lost.add(1);
      } else {
        published.addFrom(buffer, i, HotnessEvents.UNKNOWN);
      }
    }
    buffer.clear();
    if (published.size() > 0) {
      context.publish(published);
    }
  }

  private long next(SamplingKnobs now) {
    long period = now.samplePeriod();
    return now.hardware() == Hardware.IBS && period > RANDOM_BITS
        ? period - context.random().nextLong(RANDOM_BITS + 1L)
        : period;
  }
}

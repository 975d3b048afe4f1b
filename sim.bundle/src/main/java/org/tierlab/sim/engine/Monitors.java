package org.tierlab.sim.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.AccessSample;
import org.tierlab.api.hotness.AccessSampler;
import org.tierlab.api.hotness.DeviceMonitor;
import org.tierlab.api.workload.Access;
import org.tierlab.sim.law.DrawnLaw;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.PageStore;
import org.tierlab.sim.tape.AccessObserver;
import org.tierlab.sim.task.AccessMonitors;
import org.tierlab.sim.task.SimTask;

/**
 * Passes accesses on to the sources that sample or monitor them, the policies that see every one
 * and the recording. Allocates nothing for them.
 */
final class Monitors implements AccessMonitors {
  /** Accesses that a device monitor is told of at once. */
  private static final int BATCH = 1024;

  /** Cache lines of a page. */
  private static final int PAGE_LINES = 64;

  private final Sampling[] samplings;
  private final Device[] devices;
  private final @Nullable AccessListeners listeners;
  private final @Nullable AccessObserver observer;
  private final boolean isRecordingAlone;

  private Monitors(
      Sampling[] samplings,
      Device[] devices,
      @Nullable AccessListeners listeners,
      @Nullable AccessObserver observer) {
    this.samplings = samplings;
    this.devices = devices;
    this.listeners = listeners;
    this.observer = observer;
    isRecordingAlone = samplings.length + devices.length == 0 && listeners == null;
  }

  /** Those of a run's plug-ins that watch, and its recording; null if nobody does. */
  static @Nullable Monitors of(Guard guard, PluginSet set, @Nullable AccessObserver observer) {
    List<Attachment> sources = set.sources();
    Sampling[] samplings =
        sources.stream()
            .map(source -> source.sampling)
            .filter(Objects::nonNull)
            .toArray(Sampling[]::new);
    Device[] devices =
        sources.stream().flatMap(source -> source.devices.stream()).toArray(Device[]::new);
    AccessListeners listeners = AccessListeners.of(guard, set.policies());
    return samplings.length + devices.length == 0 && listeners == null && observer == null
        ? null
        : new Monitors(samplings, devices, listeners, observer);
  }

  @Override
  public long untilNext(SimTask task) {
    long least = listeners == null ? Long.MAX_VALUE : 1;
    for (Sampling sampling : samplings) {
      least = Math.min(least, sampling.untilNext(task));
    }
    return least;
  }

  @Override
  public boolean takesBlocksTogether() {
    return isRecordingAlone;
  }

  @Override
  public long served(SimTask task, long[] accesses, int from, int to, long nowPs) {
    AddressSpace mm = task.mm();
    AccessObserver recording = observer;
    if (recording != null) {
      recording.served(mm.id(), accesses, from, to);
    }
    if (isRecordingAlone) {
      return nowPs;
    }
    long page = Access.page(accesses[to - 1]);
    int node = listeners == null ? -1 : nodeOf(mm, page);
    for (Device device : devices) {
      device.served(mm, accesses, from, to, nowPs / 1000);
    }
    long now = nowPs;
    for (Sampling sampling : samplings) {
      now = sampling.served(task, mm, accesses[to - 1], to - from, now);
    }
    if (listeners != null) {
      listeners.accessed(task, headOf(mm, page), node);
    }
    return now;
  }

  @Override
  public long drawn(SimTask task, DrawnLaw law, long last, long count, long nowPs) {
    AccessObserver recording = observer;
    for (int part = 0; recording != null && part < law.parts(); part++) {
      recording.drawn(task.mm().id(), law.shares(part), law.servedOf(part));
    }
    long now = nowPs;
    for (Sampling sampling : samplings) {
      now = sampling.served(task, task.mm(), last, count, now);
    }
    return now;
  }

  @Override
  public long servedFile(
      SimTask task, AddressSpace cache, long page, int node, boolean write, long nowPs) {
    long access = Access.of(page, write, 0);
    for (Device device : devices) {
      if (device.node == node) {
        device.servedLines(cache, access, nowPs / 1000);
      }
    }
    long now = nowPs;
    for (Sampling sampling : samplings) {
      now = sampling.served(task, cache, access, 1, now);
    }
    return now;
  }

  private static int nodeOf(AddressSpace mm, long page) {
    return (mm.store().entry(headOf(mm, page)) & PageStore.NODE_BITS) >> PageStore.NODE_SHIFT;
  }

  private static long headOf(AddressSpace mm, long page) {
    return mm.store().entry(page) == PageStore.TAIL
        ? page & -(long) mm.vmaOf(page).folioPages()
        : page;
  }

  /** One source's counts, one a task. */
  static final class Sampling {
    private final Engine engine;
    private final Attachment owner;
    private final Runnable begin;
    private final Runnable take;
    private final Runnable inTask;
    private @Nullable SampleCall call;
    private long[] remaining = new long[16];
    private long next;

    Sampling(Engine engine, Attachment owner, AccessSampler sampler) {
      this.engine = engine;
      this.owner = owner;
      begin = () -> next = sampler.begin(current().task());
      take = () -> next = sampler.sampled(current());
      inTask = () -> remaining[current().task().id()] = ask(take);
    }

    private SampleCall current() {
      return Objects.requireNonNull(call);
    }

    private SampleCall callOf(SimTask task) {
      SampleCall reused = call;
      if (reused == null) {
        reused = new SampleCall(engine, task);
        call = reused;
      }
      reused.task(task);
      return reused;
    }

    private long untilNext(SimTask task) {
      int id = task.id();
      if (id >= remaining.length) {
        remaining = Arrays.copyOf(remaining, Math.max(id + 1, 2 * remaining.length));
      }
      if (remaining[id] == 0) {
        callOf(task);
        remaining[id] = ask(begin);
      }
      return remaining[id];
    }

    private long served(SimTask task, AddressSpace mm, long last, long count, long nowPs) {
      int id = task.id();
      remaining[id] = untilNext(task) - count;
      if (remaining[id] > 0) {
        return nowPs;
      }
      SampleCall sample = callOf(task);
      sample.of(mm, last, nowPs);
      engine.faults().inTask(task, inTask);
      return sample.nowPs();
    }

    private long ask(Runnable question) {
      next = Long.MAX_VALUE;
      boolean answered = engine.guard().call(owner, question);
      if (answered && next < 1) {
        owner.fail("wanted its next sample after " + next + " accesses");
      }
      return answered && next >= 1 ? next : Long.MAX_VALUE;
    }
  }

  /** The sample that is taken. */
  private static final class SampleCall extends TaskCall implements AccessSample {
    private AddressSpace mm;
    private long access;

    SampleCall(Engine engine, SimTask task) {
      super(engine, task);
      mm = task.mm();
    }

    void of(AddressSpace accessed, long packed, long atPs) {
      begin(atPs, SimTask.KernelWork.PMI);
      mm = accessed;
      access = packed;
    }

    @Override
    public AddressSpace mm() {
      return mm;
    }

    @Override
    public long page() {
      return Access.page(access);
    }

    @Override
    public int servedBy() {
      return nodeOf(mm(), page());
    }

    @Override
    public int accessingNode() {
      return task().node();
    }

    @Override
    public boolean write() {
      return Access.write(access);
    }
  }

  /** One source's monitor in one node. */
  static final class Device {
    private final Engine engine;
    private final Attachment owner;
    private final int node;
    private final long[] batch = new long[BATCH];
    private final Runnable tell;
    private @Nullable AddressSpace mm;
    private int count;
    private long nowNs;

    Device(Engine engine, Attachment owner, int node, DeviceMonitor monitor) {
      this.engine = engine;
      this.owner = owner;
      this.node = node;
      tell = () -> monitor.accessed(Objects.requireNonNull(mm), batch, count, nowNs);
    }

    int node() {
      return node;
    }

    private void served(AddressSpace of, long[] accesses, int from, int to, long atNs) {
      mm = of;
      nowNs = atNs;
      count = 0;
      for (int i = from; i < to; i++) {
        long access = accesses[i];
        if (nodeOf(of, Access.page(access)) == node) {
          batch[count++] = access;
          if (count == BATCH) {
            flush();
          }
        }
      }
      flush();
    }

    /** All cache lines of a page that a system call copies. */
    private void servedLines(AddressSpace cache, long access, long atNs) {
      mm = cache;
      nowNs = atNs;
      for (int line = 0; line < PAGE_LINES; line++) {
        batch[count++] = access;
        if (count == BATCH) {
          flush();
        }
      }
      flush();
    }

    private void flush() {
      if (count > 0) {
        engine.guard().call(owner, tell);
        count = 0;
      }
    }
  }
}

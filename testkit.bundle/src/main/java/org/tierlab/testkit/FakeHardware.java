package org.tierlab.testkit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.AccessSample;
import org.tierlab.api.hotness.AccessSampler;
import org.tierlab.api.hotness.DeviceMonitor;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.workload.Access;

/** What one source has in CPUs and memory devices: it sees the accesses that a test makes. */
final class FakeHardware {
  private final Map<Integer, DeviceMonitor> monitors = new HashMap<>();
  private final Map<Integer, Long> remaining = new HashMap<>();
  private @Nullable AccessSampler sampler;

  void sampler(AccessSampler newSampler) {
    sampler = newSampler;
    remaining.clear();
  }

  void monitor(int node, DeviceMonitor monitor) {
    monitors.put(node, monitor);
  }

  void accessed(FakeTask task, long page, boolean write) {
    FakeMm mm = task.fakeMm();
    int node = mm.pageTable().nodeOf(mm.head(page));
    DeviceMonitor monitor = monitors.get(node);
    if (monitor != null) {
      monitor.accessed(mm, new long[] {Access.of(page, write, 0)}, 1, task.nowNs());
    }
    AccessSampler counting = sampler;
    if (counting != null) {
      count(counting, task, new Sample(task, page, node, write));
    }
  }

  private void count(AccessSampler counting, FakeTask task, Sample sample) {
    Long left = remaining.get(task.id());
    long after = (left == null ? checked(counting.begin(task)) : left) - 1;
    remaining.put(task.id(), after > 0 ? after : checked(counting.sampled(sample)));
  }

  private static long checked(long accesses) {
    if (accesses < 1) {
      throw new IllegalArgumentException("wanted its next sample after " + accesses + " accesses");
    }
    return accesses;
  }

  private record Sample(FakeTask by, long page, int servedBy, boolean write)
      implements AccessSample {
    @Override
    public AddressSpaceView mm() {
      return by.mm();
    }

    @Override
    public int accessingNode() {
      return by.node();
    }

    @Override
    public TaskView task() {
      return by;
    }

    @Override
    public long nowNs() {
      return by.nowNs();
    }

    @Override
    public void charge(double ns) {
      by.charge(ns);
    }

    @Override
    public void chargeUnderMmapLock(double ns) {
      by.chargeUnderMmapLock(ns);
    }
  }
}

package org.tierlab.sim.engine;

import java.util.Objects;
import org.tierlab.api.hotness.AccessSampler;
import org.tierlab.api.hotness.DeviceMonitor;
import org.tierlab.api.hotness.HintFaultHandler;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.PolicyFeedback;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.time.TaskWork;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.TableWriter;
import org.tierlab.sim.task.SimTask;

/** The context of a hotness source. */
final class SourceAttachment extends PluginContext implements SourceContext {
  SourceAttachment(Engine engine, Attachment self) {
    super(engine, self);
  }

  @Override
  public PageTableWriter pageTable(AddressSpaceView mm) {
    check();
    return new TableWriter((AddressSpace) mm, self.marks, this::check);
  }

  @Override
  public boolean mmapReadTrylock(AddressSpaceView mm, long atNs) {
    check();
    long atPs = atNs * 1000;
    return ((AddressSpace) mm).mmapLock().freeAt(atPs) == atPs;
  }

  @Override
  public void publish(HotnessEvents events) {
    check();
    for (int i = 0; i < events.size(); i++) {
      String wrong = nonsense(events, i);
      if (wrong != null) {
        throw new IllegalArgumentException("published " + wrong);
      }
    }
    for (int i = 0; i < events.size(); i++) {
      engine.store().append(events, i, self.number());
    }
    engine.ledger().add(self.eventsSlot, events.size());
  }

  private @org.jspecify.annotations.Nullable String nonsense(HotnessEvents events, int i) {
    AddressSpace mm = engine.population().addressSpace(events.mm(i));
    if (mm == null) {
      return "an event of mm " + events.mm(i) + ", which does not exist";
    }
    long first = events.firstPage(i);
    long pages = events.pages(i);
    if (first < 0 || pages < 1 || first > mm.pages() - pages) {
      return "pages " + first + " + " + pages + " of mm " + mm.id() + ", which has " + mm.pages();
    }
    if (events.count(i) < HotnessEvents.UNKNOWN) {
      return "an access count of " + events.count(i);
    }
    if (events.ageNs(i) < HotnessEvents.UNKNOWN) {
      return "an age of " + events.ageNs(i) + " ns";
    }
    if (!nodeOrUnknown(events.node(i)) || !nodeOrUnknown(events.targetHint(i))) {
      return "node " + events.node(i) + " or target " + events.targetHint(i);
    }
    if (events.fromNs(i) < 0 || events.toNs(i) < events.fromNs(i)) {
      return "an interval from " + events.fromNs(i) + " to " + events.toNs(i) + " ns";
    }
    return null;
  }

  private boolean nodeOrUnknown(int node) {
    return node >= HotnessEvents.UNKNOWN && node < engine.machine().nodes();
  }

  @Override
  public void onHintFault(HintFaultHandler handler) {
    check();
    self.hintFault = Objects.requireNonNull(handler);
  }

  @Override
  public void onTaskClock(TaskWork work) {
    check();
    engine.population().addTaskWork(self, Objects.requireNonNull(work));
  }

  @Override
  public void taskDue(TaskView task, long cpuNs) {
    check();
    ((SimTask) task).dueBy(self, cpuNs);
  }

  @Override
  public void onSample(AccessSampler sampler) {
    check();
    self.sampling = new Monitors.Sampling(engine, self, Objects.requireNonNull(sampler));
    engine.watchAccesses();
  }

  @Override
  public void onDeviceAccess(int node, DeviceMonitor monitor) {
    check();
    if (node < 0 || node >= engine.machine().nodes()) {
      throw new IllegalArgumentException(
          "watches node " + node + ", expected 0 to " + (engine.machine().nodes() - 1));
    }
    engine.limits().requireExact(self, "watches accesses");
    self.devices.removeIf(device -> device.node() == node);
    self.devices.add(new Monitors.Device(engine, self, node, Objects.requireNonNull(monitor)));
    engine.watchAccesses();
  }

  @Override
  public void onFeedback(PolicyFeedback feedback) {
    check();
    self.feedback.listener(feedback);
  }

  @Override
  public WalkCosts walkCosts() {
    check();
    var costs = engine.machine().costs();
    return new WalkCosts(costs.scanPteNs(), costs.protPteNs(), costs.skipPteNs());
  }
}

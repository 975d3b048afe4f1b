package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.AccessSampler;
import org.tierlab.api.hotness.DeviceMonitor;
import org.tierlab.api.hotness.HintFaultHandler;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.PolicyFeedback;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.policy.PublishingSource;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.time.TaskWork;

/** What a {@link FakeRun} offers to one hotness source. */
final class FakeSourceContext extends FakeRunContext implements SourceContext {
  private final int index;
  private final String plugin;
  private final FakeHardware hardware = new FakeHardware();
  private final List<Integer> taskWorks = new ArrayList<>();
  private @Nullable PolicyFeedback feedback;
  private @Nullable HintFaultHandler handler;

  FakeSourceContext(FakeRun run, int index, String plugin, Map<String, ?> values) {
    super(run, "source-" + index, values);
    this.index = index;
    this.plugin = plugin;
  }

  /** The plug-in's name where it is known, numbered where it is not the first of its plug-in. */
  @Override
  public String name() {
    if (plugin.equals(FakeRun.NAMELESS)) {
      return super.name();
    }
    boolean isFirst =
        run.plugins().publishingSourcesBefore(index).stream().noneMatch(plugin::equals);
    return isFirst ? plugin : plugin + "-" + index;
  }

  String plugin() {
    return plugin;
  }

  PublishingSource identity() {
    return new PublishingSource(index, name(), plugin);
  }

  int index() {
    return index;
  }

  @Nullable HintFaultHandler handler() {
    return handler;
  }

  @Override
  public PageTableWriter pageTable(AddressSpaceView mm) {
    return run.processes().fake(mm).writer(index);
  }

  @Override
  public boolean mmapReadTrylock(AddressSpaceView mm, long atNs) {
    return !run.processes().fake(mm).mmapLockHeld(atNs);
  }

  @Override
  public void publish(HotnessEvents events) {
    List<PublishedEvent> checked = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      PublishedEvent event = PublishedEvent.of(events, i, index);
      event.check(run);
      checked.add(event);
    }
    run.store(checked);
  }

  @Override
  public void onHintFault(HintFaultHandler newHandler) {
    handler = newHandler;
  }

  @Override
  public void onTaskClock(TaskWork work) {
    taskWorks.add(run.addTaskWork(work));
  }

  @Override
  public void taskDue(TaskView task, long cpuNs) {
    FakeTask fake = run.processes().fake(task);
    taskWorks.forEach(work -> fake.dueBy(work, cpuNs));
  }

  @Override
  public void onSample(AccessSampler newSampler) {
    hardware.sampler(newSampler);
  }

  @Override
  public void onDeviceAccess(int node, DeviceMonitor monitor) {
    run.machine().node(node);
    hardware.monitor(node, monitor);
  }

  @Override
  public void onFeedback(PolicyFeedback newFeedback) {
    feedback = newFeedback;
  }

  @Nullable PolicyFeedback feedback() {
    return feedback;
  }

  FakeHardware hardware() {
    return hardware;
  }

  @Override
  public WalkCosts walkCosts() {
    return run.walkCosts();
  }
}

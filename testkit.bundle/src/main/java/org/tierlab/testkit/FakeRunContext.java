package org.tierlab.testkit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.RunContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.time.TaskView;

/** What a {@link FakeRun} offers to one plug-in of any kind. */
class FakeRunContext implements RunContext {
  final FakeRun run;
  private final String name;
  private final Map<String, ?> values;
  private final RandomStream random;
  private @Nullable FakeKnobs<?> knobs;

  FakeRunContext(FakeRun run, String name, Map<String, ?> values) {
    this.run = run;
    this.name = name;
    this.values = values;
    this.random = new FakeRandom(run.seed(), name);
  }

  boolean setKnob(String name, Object value) {
    return knobs != null && knobs.set(name, value);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R extends Record> Knobs<R> knobs(Class<R> type) {
    if (knobs == null) {
      knobs = new FakeKnobs<>(type, values);
    }
    if (knobs.type() != type) {
      throw new IllegalArgumentException("the plug-in's knobs are a " + knobs.type().getName());
    }
    return (Knobs<R>) knobs;
  }

  @Override
  public @Nullable Map<String, Object> knobsOf(String plugin) {
    FakeRunContext other = run.plugins().contextOf(plugin);
    return other == null ? null : other.knobValues();
  }

  @Override
  public void setKnobs(String plugin, Map<String, ?> values) {
    FakeRunContext other = run.plugins().contextOf(plugin);
    if (other != null) {
      values.forEach(other::setKnob);
    }
  }

  private @Nullable Map<String, Object> knobValues() {
    return knobs == null ? null : knobs.values();
  }

  @Override
  public long nowNs() {
    return run.nowNs();
  }

  @Override
  public FakeMachine machine() {
    return run.machine();
  }

  @Override
  public List<AddressSpaceView> addressSpaces() {
    return run.addressSpaces();
  }

  @Override
  public List<AddressSpaceView> pageCaches() {
    return run.pageCaches();
  }

  @Override
  public @Nullable AddressSpaceView addressSpace(int id) {
    return run.processes().addressSpace(id);
  }

  @Override
  public List<TaskView> tasks() {
    return run.tasks();
  }

  @Override
  public RandomStream random() {
    return random;
  }

  @Override
  public Counter counter(String name) {
    return run.vmstat(name);
  }

  @Override
  public Counter counter(AddressSpaceView mm, String name) {
    return run.processes().fake(mm).field(name);
  }

  @Override
  public Kthread kthread(String name) {
    return run.addKthread(name);
  }

  @Override
  public double tlbFlushNs(AddressSpaceView mm, long pages) {
    return run.flush();
  }
}

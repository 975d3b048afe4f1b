package org.tierlab.sim.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.RunContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.time.TaskView;
import org.tierlab.sim.memory.AddressSpace;

/** What every attached plug-in gets of the run. */
class PluginContext implements RunContext {
  final Engine engine;
  final Attachment self;
  private final RandomStream stream;

  PluginContext(Engine engine, Attachment self) {
    this.engine = engine;
    this.self = self;
    stream =
        new RevocableStream(
            new CounterStream(engine.seed(), self.kind().word() + ':' + self.name()));
  }

  /** Throws unless the plug-in is attached and the run is alive. */
  final void check() {
    engine.guard().checkAlive();
    if (!self.attached()) {
      throw new IllegalStateException(
          self.kind().word() + " '" + self.name() + "' is not attached any more");
    }
  }

  @Override
  public String name() {
    check();
    return self.name();
  }

  @Override
  public <R extends Record> Knobs<R> knobs(Class<R> type) {
    check();
    return self.knobs().as(type);
  }

  @Override
  public @Nullable Map<String, Object> knobsOf(String plugin) {
    check();
    Attachment asked = engine.plugins().attached(plugin);
    return asked == null ? null : asked.knobValues();
  }

  @Override
  public void setKnobs(String plugin, Map<String, ?> values) {
    check();
    engine.safePoint().write(self, plugin, new LinkedHashMap<>(values));
  }

  @Override
  public long nowNs() {
    check();
    return engine.nowPs() / 1000;
  }

  @Override
  public MachineView machine() {
    check();
    return engine.machine();
  }

  @Override
  public List<AddressSpaceView> addressSpaces() {
    check();
    return engine.population().liveAddressSpaces();
  }

  @Override
  public List<AddressSpaceView> pageCaches() {
    check();
    return engine.population().pageCaches();
  }

  @Override
  public @Nullable AddressSpaceView addressSpace(int id) {
    check();
    return engine.population().addressSpace(id);
  }

  @Override
  public List<TaskView> tasks() {
    check();
    return engine.population().liveTasks();
  }

  @Override
  public RandomStream random() {
    check();
    return stream;
  }

  @Override
  public Counter counter(String name) {
    check();
    Counter counter = engine.ledger().counter(name);
    int own = self.statSlot(name);
    return new Counter() {
      @Override
      public void add(long n) {
        check();
        counter.add(n);
        engine.ledger().add(own, n);
      }

      @Override
      public void set(long value) {
        check();
        counter.set(value);
        engine.ledger().set(own, value);
      }

      @Override
      public long value() {
        check();
        return counter.value();
      }
    };
  }

  @Override
  public Counter counter(AddressSpaceView mm, String name) {
    check();
    Counter field = ((AddressSpace) mm).field(name);
    return new Counter() {
      @Override
      public void add(long n) {
        check();
        field.add(n);
      }

      @Override
      public void set(long value) {
        check();
        field.set(value);
      }

      @Override
      public long value() {
        check();
        return field.value();
      }
    };
  }

  @Override
  public Kthread kthread(String name) {
    check();
    SimKthread thread = new SimKthread(engine, self, name);
    self.kthreads.add(thread);
    return thread;
  }

  @Override
  public double tlbFlushNs(AddressSpaceView mm, long pages) {
    check();
    return engine.pipeline().flush((AddressSpace) mm, engine.faults().taskMm());
  }

  /** Ends with the attachment, so that no loop goes on unnoticed after it. */
  private final class RevocableStream implements RandomStream {
    private final RandomStream stream;

    RevocableStream(RandomStream stream) {
      this.stream = stream;
    }

    @Override
    public long nextLong() {
      check();
      return stream.nextLong();
    }

    @Override
    public long nextLong(long bound) {
      check();
      return stream.nextLong(bound);
    }

    @Override
    public void nextLongs(long[] bounds, int count, long[] out) {
      check();
      stream.nextLongs(bounds, count, out);
    }

    @Override
    public double nextDouble() {
      check();
      return stream.nextDouble();
    }
  }
}

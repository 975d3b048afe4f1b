package org.tierlab.sim.engine;

import org.jspecify.annotations.Nullable;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.recording.Recorder;
import org.tierlab.sim.recording.RecordingSetting;
import org.tierlab.sim.tape.AccessObserver;
import org.tierlab.sim.tape.Tape;

/** A run's recording, if somebody wants one. */
final class Recording {
  private Recorder recorder = Recorder.none();
  private @Nullable Tape tape;

  void recorder(Recorder newRecorder) {
    recorder = newRecorder;
  }

  void begin(Machine machine, Ledger ledger) {
    machine.timeline(recorder.timeline());
    RecordingSetting setting = recorder.setting();
    if (setting != null) {
      Tape fresh = new Tape(setting, ledger, machine);
      tape = fresh;
      recorder.begin(fresh::recording);
    }
  }

  /** What has to be told of accesses, null for nothing. */
  @Nullable AccessObserver observer() {
    Tape present = tape;
    return present == null ? null : present.observer();
  }

  /** A step has ended. */
  void at(long nowPs) {
    Tape present = tape;
    if (present != null) {
      present.at(nowPs);
    }
  }

  /** A process has been mapped and not yet populated. */
  void mapped(AddressSpace mm) {
    Tape present = tape;
    if (present != null) {
      present.started(mm);
    }
  }

  /** When it wants to look next, picoseconds. */
  long nextPs() {
    Tape present = tape;
    return present == null ? Long.MAX_VALUE : present.nextPs();
  }

  void finish(long nowPs) {
    Tape present = tape;
    if (present != null) {
      present.finish(nowPs);
    }
  }
}

package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;

/** Knobs that a test may change while the plug-in runs. */
final class FakeKnobs<R extends Record> implements Knobs<R> {
  private final Class<R> type;
  private final KnobSet<R> set;
  private final List<Runnable> listeners = new ArrayList<>();
  private R record;

  FakeKnobs(Class<R> type, Map<String, ?> values) {
    this.type = type;
    this.set = KnobSet.of(type);
    this.record = set.bind(values);
  }

  Map<String, Object> values() {
    return set.values(record);
  }

  Class<R> type() {
    return type;
  }

  @Override
  public R get() {
    return record;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Sets the knob of that name or kernel name; false if there is none. */
  boolean set(String name, Object value) {
    for (KnobInfo knob : set.knobs()) {
      if (knob.name().equals(name) || (!name.isEmpty() && knob.kernel().equals(name))) {
        if (!knob.runtime()) {
          throw new IllegalArgumentException("knob '" + name + "' is fixed while the run lasts");
        }
        Map<String, Object> values = new LinkedHashMap<>(set.values(record));
        values.put(knob.name(), value);
        record = set.bind(values);
        List.copyOf(listeners).forEach(Runnable::run);
        return true;
      }
    }
    return false;
  }
}

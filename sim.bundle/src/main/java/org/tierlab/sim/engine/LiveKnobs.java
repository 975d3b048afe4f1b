package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;

/** The knobs of an attached plug-in: validated at once, replaced as a whole. */
final class LiveKnobs<R extends Record> implements Knobs<R> {
  private final Class<R> type;
  private final KnobSet<R> set;
  private final List<Runnable> listeners = new ArrayList<>();
  private R record;

  private LiveKnobs(Class<R> type, Map<String, Object> values) {
    this.type = type;
    set = KnobSet.of(type);
    record = set.bind(values);
  }

  static <R extends Record> LiveKnobs<R> of(Class<R> type, Map<String, Object> values) {
    return new LiveKnobs<>(type, values);
  }

  @SuppressWarnings("unchecked") // checked against the record class just before
  <T extends Record> Knobs<T> as(Class<T> asked) {
    if (asked != type) {
      throw new IllegalArgumentException(
          "knobs are a " + type.getSimpleName() + ", not a " + asked.getSimpleName());
    }
    return (Knobs<T>) this;
  }

  /**
   * Changes some knobs; listeners are the caller's to call.
   *
   * @param changes values by knob name
   * @throws KnobException if a knob is unknown, not changeable at run time, or out of bounds
   */
  void set(Map<String, Object> changes) {
    record = changed(changes);
  }

  /** Refuses what {@link #set} would refuse, and changes nothing. */
  void check(Map<String, Object> changes) {
    changed(changes);
  }

  private R changed(Map<String, Object> changes) {
    for (String name : changes.keySet()) {
      KnobInfo knob = set.find(name);
      if (knob != null && !knob.runtime()) {
        throw new KnobException(name, "knob '" + name + "' cannot change while the run goes on");
      }
    }
    Map<String, Object> values = new LinkedHashMap<>(set.values(record));
    values.putAll(changes);
    return set.bind(values);
  }

  /** Those of some values that differ from the present ones. */
  Map<String, Object> different(Map<String, Object> wanted) {
    Map<String, Object> merged = new LinkedHashMap<>(values());
    merged.putAll(wanted);
    Map<String, Object> present = values();
    Map<String, Object> bound = valuesOf(set.bind(merged));
    bound.entrySet().removeIf(entry -> entry.getValue().equals(present.get(entry.getKey())));
    return bound;
  }

  private Map<String, Object> valuesOf(R other) {
    return new LinkedHashMap<>(set.values(other));
  }

  /** Whether all that differs may change while the run goes on. */
  boolean changeable(Map<String, Object> wanted) {
    for (String name : different(wanted).keySet()) {
      KnobInfo knob = set.find(name);
      if (knob == null || !knob.runtime()) {
        return false;
      }
    }
    return true;
  }

  /** The name of the knob that shares a kernel's knob, empty if there is none. */
  String sharing(String kernel) {
    for (KnobInfo knob : set.knobs()) {
      if (knob.shared() && knob.kernel().equals(kernel)) {
        return knob.name();
      }
    }
    return "";
  }

  String kernelName(String knob) {
    KnobInfo info = set.find(knob);
    return info == null ? "" : info.kernel();
  }

  List<Runnable> listeners() {
    return List.copyOf(listeners);
  }

  Map<String, Object> values() {
    return set.values(record);
  }

  @Override
  public R get() {
    return record;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}

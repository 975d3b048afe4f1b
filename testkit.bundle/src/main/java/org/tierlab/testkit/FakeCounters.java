package org.tierlab.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tierlab.api.time.Counter;

/** The counters of a run, by name. */
final class FakeCounters {
  private final Map<String, FakeCounter> counters = new LinkedHashMap<>();

  Counter counter(String name) {
    return counters.computeIfAbsent(name, key -> new FakeCounter());
  }

  Map<String, Long> values() {
    Map<String, Long> values = new LinkedHashMap<>();
    counters.forEach((name, counter) -> values.put(name, counter.value()));
    return values;
  }

  private static final class FakeCounter implements Counter {
    private long value;

    @Override
    public void add(long n) {
      if (n < 0) {
        throw new IllegalArgumentException("a counter cannot go back by " + -n);
      }
      value += n;
    }

    @Override
    public void set(long newValue) {
      value = newValue;
    }

    @Override
    public long value() {
      return value;
    }
  }
}

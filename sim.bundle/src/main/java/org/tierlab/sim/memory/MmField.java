package org.tierlab.sim.memory;

import org.tierlab.api.time.Counter;

/** A number that plug-ins keep in an address space for each other. */
final class MmField implements Counter {
  private final String name;
  private long value;

  MmField(String name) {
    this.name = name;
  }

  @Override
  public void add(long n) {
    if (n < 0) {
      throw new IllegalArgumentException("field " + name + " cannot go down by " + -n);
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

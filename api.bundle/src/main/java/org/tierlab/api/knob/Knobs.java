package org.tierlab.api.knob;

import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The present knobs of an attached plug-in.
 *
 * @param <R> the plug-in's knob record
 */
@ProviderType
public interface Knobs<R extends Record> extends Supplier<R> {
  /**
   * The knobs in force now. Every value has passed the record's checks.
   *
   * @return the current record; a new instance after each change
   */
  @Override
  R get();

  /**
   * Asks to be told after a change, at a safe point.
   *
   * @param listener called after {@link #get()} already returns the new record
   */
  void onChange(Runnable listener);

  /**
   * Knobs that never change, for tests and for use without a simulation.
   *
   * @param record the record to return
   * @param <R> the record's type
   * @return knobs that always hold {@code record}
   */
  static <R extends Record> Knobs<R> fixed(R record) {
    return new Knobs<>() {
      @Override
      public R get() {
        return record;
      }

      @Override
      public void onChange(Runnable listener) {
        // Fixed knobs have nothing to tell.
      }
    };
  }
}

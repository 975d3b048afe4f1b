package org.tierlab.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.doubleThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.tierlab.engine.kernel.KernelCopyEngineTest.batch;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.knob.Knobs;

/** Invariants over arbitrary batches. */
class KernelCopyOrderTest {
  private final KernelCopyEngine engine =
      new KernelCopyEngine(Knobs.fixed(new KernelCopyKnobs(512)));

  @Property
  void everyFolioIsDoneOnceAndInOrderAndTheLastEndsTheCharge(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 9) Integer> orders,
      @ForAll @DoubleRange(min = 0.01, max = 100) double gbps) {
    long[] bytes = orders.stream().mapToLong(order -> 4096L << order).toArray();
    List<Double> doneNs = new ArrayList<>();
    CopyReport report = mock(CopyReport.class);
    for (int i = 0; i < bytes.length; i++) {
      int expected = i;
      doAnswer(
              call -> {
                assertThat(doneNs).hasSize(expected);
                return doneNs.add(call.getArgument(1));
              })
          .when(report)
          .done(eq(expected), doubleThat(ns -> true));
    }

    engine.copy(batch(gbps, bytes), report);

    assertThat(doneNs).hasSize(bytes.length).isSorted();
    verify(report).chargeInitiator(doneNs.get(bytes.length - 1));
    assertThat(doneNs.get(0)).isCloseTo(bytes[0] / gbps, within(1e-3));
  }
}

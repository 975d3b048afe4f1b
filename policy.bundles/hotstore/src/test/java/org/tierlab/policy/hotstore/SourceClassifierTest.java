package org.tierlab.policy.hotstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.tierlab.api.hotness.HotnessEvents.UNKNOWN;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.FaultQuestion;

class SourceClassifierTest {
  private final SourceClassifier classifier = new SourceClassifier();
  private final AddressSpaceView mm = mock(AddressSpaceView.class);
  private final FaultQuestion fault = mock(FaultQuestion.class);

  @BeforeEach
  void aFaultOnPageSevenAtTen() {
    when(fault.mm()).thenReturn(mm);
    when(fault.page()).thenReturn(7L);
    when(fault.accessingNode()).thenReturn(1);
    when(fault.nowNs()).thenReturn(10L);
  }

  private SourceClass classOf(int source, long page, int count, long age, int node, long toNs) {
    HotnessEvents published = new HotnessEvents();
    published.add(mm, page, 1, count, age, node, UNKNOWN, 10, toNs);
    HotnessEvents events = new HotnessEvents();
    events.addFrom(published, 0, source);
    return classifier.classOf(events, 0);
  }

  private SourceClass exact(int source, long page) {
    return classOf(source, page, 1, UNKNOWN, 1, 10);
  }

  @Test
  void evidenceTellsScansFromHardware() {
    assertThat(classOf(0, 7, UNKNOWN, UNKNOWN, UNKNOWN, 11)).isEqualTo(SourceClass.PGTSCANS);
    assertThat(classOf(0, 7, 9, 100, UNKNOWN, 11)).as("DAMON").isEqualTo(SourceClass.PGTSCANS);
    assertThat(classOf(1, 7, 1, UNKNOWN, UNKNOWN, 11)).isEqualTo(SourceClass.PGTSCANS);
    assertThat(classOf(1, 7, 2, UNKNOWN, UNKNOWN, 11)).as("CHMU").isEqualTo(SourceClass.HWHINTS);
    assertThat(classOf(1, 7, 1, UNKNOWN, UNKNOWN, 11)).as("CHMU").isEqualTo(SourceClass.HWHINTS);
    assertThat(exact(2, 7)).as("a sample").isEqualTo(SourceClass.HWHINTS);
    assertThat(classifier.lastClassOf(0)).isEqualTo(SourceClass.PGTSCANS);
    assertThat(classifier.lastClassOf(2)).isEqualTo(SourceClass.HWHINTS);
  }

  @Test
  void oneFaultFoundAmongTheEventsSaysWhatItsSourceIs() {
    classifier.fault(fault, FaultOutcome.NO_POLICY);
    assertThat(exact(3, 6)).as("another page").isEqualTo(SourceClass.HWHINTS);
    assertThat(exact(4, 7)).isEqualTo(SourceClass.HINTFAULTS);
    assertThat(exact(4, 6)).as("from now on").isEqualTo(SourceClass.HINTFAULTS);
    assertThat(exact(3, 7)).as("the fault was found already").isEqualTo(SourceClass.HWHINTS);
  }

  @Test
  void aFaultThatWasMovedOrIsNotAmongTheEventsSaysNothing() {
    classifier.fault(fault, FaultOutcome.MIGRATED);
    assertThat(exact(4, 7)).isEqualTo(SourceClass.HWHINTS);
    classifier.fault(fault, FaultOutcome.STAYED);
    classifier.caughtUp();
    assertThat(exact(4, 7)).isEqualTo(SourceClass.HWHINTS);
  }
}

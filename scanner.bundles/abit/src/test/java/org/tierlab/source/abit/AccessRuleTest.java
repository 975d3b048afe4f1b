package org.tierlab.source.abit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each bit of the words is one folio; folio 0 is absent. */
class AccessRuleTest {
  private static final long PRESENT = 0b111_1110;

  @Test
  void firstAccessTakesAnySignOfAnAccess() {
    long bit = 0b000_0010;
    long young = 0b000_0100;
    long referenced = 0b000_1000;
    long idle = 0b001_1111;
    AccessRule rule = AccessRule.FIRST_ACCESS;
    long accessed = rule.accessed(PRESENT, bit, idle, young, referenced);
    assertThat(accessed).as("bit, young, referenced, never idle").isEqualTo(0b110_1110);
    assertThat(rule.hot(PRESENT, bit, idle, accessed)).isEqualTo(accessed);
    assertThat(rule.idleAfter(PRESENT, bit)).isEqualTo(PRESENT);
  }

  @Test
  void secondAccessWantsTheBitNowAndNoIdleFlagBefore() {
    long bit = 0b000_1110;
    long idle = 0b001_0010;
    AccessRule rule = AccessRule.SECOND_ACCESS;
    long accessed = rule.accessed(PRESENT, bit, idle, 0b111_1111, 0b111_1111);
    assertThat(accessed).isEqualTo(0b000_1110);
    assertThat(rule.hot(PRESENT, bit, idle, accessed)).isEqualTo(0b000_1100);
    assertThat(rule.idleAfter(PRESENT, bit)).isEqualTo(0b111_0000);
  }
}

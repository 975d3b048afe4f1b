package org.tierlab.source.abit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each bit of the words is one folio; folio 0 is absent, 1 to 6 are slow, 7 and 8 fast. */
class AccessRuleTest {
  private static final long SLOW = 0b0_0111_1110;
  private static final long FAST = 0b1_1000_0000;

  @Test
  void firstAccessTakesAnySignOfAnAccess() {
    long bit = 0b0_0000_0010;
    long young = 0b0_0000_0100;
    long referenced = 0b0_0000_1000;
    long idle = 0b1_0001_1111;
    AccessRule rule = AccessRule.FIRST_ACCESS;
    long accessed = rule.accessed(SLOW, FAST, bit, idle, young, referenced);
    assertThat(accessed).as("bit, young, referenced, never idle").isEqualTo(0b0_1110_1110);
    assertThat(rule.hot(SLOW, bit, idle, accessed)).isEqualTo(0b0_0110_1110);
  }

  @Test
  void firstAccessLeavesAccessedFastFoliosNonIdle() {
    AccessRule rule = AccessRule.FIRST_ACCESS;
    // 7 was never idle, 8 is idle and young: the walker returns before it sets idle
    long idle = 0b1_0000_0000;
    long accessed = rule.accessed(SLOW, FAST, 0, idle, 0b1_0000_0000, 0);
    assertThat(rule.idleAfter(SLOW, FAST, 0, idle, accessed)).isEqualTo(0b1_0111_1110);
    long bit = 0b1_0000_0000;
    accessed = rule.accessed(SLOW, FAST, bit, idle, 0, 0);
    assertThat(rule.idleAfter(SLOW, FAST, bit, idle, accessed))
        .as("its accessed bit cleared idle")
        .isEqualTo(SLOW);
    idle = 0b1_1000_0000;
    accessed = rule.accessed(SLOW, FAST, 0, idle, 0, 0);
    assertThat(rule.idleAfter(SLOW, FAST, 0, idle, accessed)).isEqualTo(SLOW | FAST);
  }

  @Test
  void secondAccessWantsTheBitNowAndNoIdleFlagBefore() {
    long bit = 0b1_0000_1110;
    long idle = 0b1_0001_0010;
    AccessRule rule = AccessRule.SECOND_ACCESS;
    long accessed = rule.accessed(SLOW, FAST, bit, idle, 0b0_1111_1110, 0);
    assertThat(accessed).as("hot slow ones; young or accessed fast ones").isEqualTo(0b1_1000_1100);
    assertThat(rule.hot(SLOW, bit, idle, accessed)).isEqualTo(0b0_0000_1100);
    assertThat(rule.idleAfter(SLOW, FAST, bit, idle, accessed)).isEqualTo(0b0_1111_0000);
  }
}

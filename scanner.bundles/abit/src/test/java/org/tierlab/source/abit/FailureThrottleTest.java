package org.tierlab.source.abit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.tierlab.api.time.Counter;

class FailureThrottleTest {
  private final Counter migrated = mock(Counter.class);
  private final Counter failed = mock(Counter.class);

  private void counted(long success, long failure) {
    when(migrated.value()).thenReturn(success);
    when(failed.value()).thenReturn(failure);
  }

  @Test
  void looksOnlyAtFullWindows() {
    counted(100, 50);
    FailureThrottle throttle = new FailureThrottle(migrated, failed);
    counted(100, 50 + 1023);
    assertThat(throttle.failurePercent()).isZero();
    counted(100, 50 + 1024);
    assertThat(throttle.failurePercent()).isEqualTo(100);
  }

  @Test
  void smoothsAsAQuarterOfTheOldPlusTheNew() {
    counted(0, 0);
    FailureThrottle throttle = new FailureThrottle(migrated, failed);
    counted(0, 1024);
    assertThat(throttle.failurePercent()).isEqualTo(100);
    // 1024/4 failures stay beside 1024 successes: 256 of 1280
    counted(1024, 1024);
    assertThat(throttle.failurePercent()).isEqualTo(20);
    assertThat(throttle.failurePercent()).as("nothing new").isEqualTo(20);
    // 64 of 64 + 1024 + 256
    counted(2048, 1024);
    assertThat(throttle.failurePercent()).isEqualTo(4);
  }
}

package org.tierlab.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;
import org.tierlab.shell.ShellFixture;
import org.tierlab.shell.States;

class TimeCommandsTest extends ShellFixture {

  @Test
  void aPausedRunStepsAndResumes() throws Exception {
    start();

    assertThat(tier("pause")).isEqualTo("paused at 1.000 ms\n");
    assertThat(tier("status")).contains("paused");
    assertThat(tier("step", "10", "ms")).isEqualTo("at 11.000 ms\n");
    assertThat(tier("status")).contains("paused");
    assertThat(tier("resume")).isEmpty();
    assertThat(tier("status")).contains("running");
    InOrder order = inOrder(simulation);
    order.verify(simulation).pause();
    order.verify(simulation).step(10_000_000);
    order.verify(simulation).resume();
  }

  @Test
  void aRunThatStartsPausedIsAskedToBeforeItRuns() throws Exception {
    runs.startPaused(States.plan(), runs.files());

    assertThat(tier("status")).contains("paused");
    assertThat(tier("step", "10", "ms")).isEqualTo("at 11.000 ms\n");
    end.complete(States.ended(11, true, ""));
    assertThat(runs.current().awaitEnd(10_000)).isTrue();
    InOrder order = inOrder(simulation);
    order.verify(simulation).pause();
    order.verify(simulation).run();
  }

  @Test
  void aRunThatCannotStartIsNotWaitedFor() throws Exception {
    when(simulation.settled()).thenReturn(new CompletableFuture<>());
    end.completeExceptionally(new IllegalArgumentException("memory is too small"));

    assertThat(runs.startPaused(States.plan(), runs.files()).epilogue())
        .contains("memory is too small");
  }

  @Test
  void onlyAPausedRunSteps() {
    start();

    assertThatThrownBy(() -> tier("step", "10ms")).hasMessageContaining("is not paused");
    assertThatThrownBy(() -> tier("resume")).hasMessage("the run is not paused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "0 ms", "-1 ms", "ten ms", "3 MiB"})
  void aDurationHasAUnitAndIsAboveZero(String duration) throws Exception {
    start();
    tier("pause");
    assertThatThrownBy(() -> tier("step", duration)).hasMessageContaining("is no time above 0");
  }

  @Test
  void waitingEndsAtItsTime() throws Exception {
    CountDownLatch looked = new CountDownLatch(3);
    // Before the run's thread is there: a stub would catch whatever it calls of the mock meanwhile.
    when(simulation.snapshot())
        .thenAnswer(
            call -> {
              looked.countDown();
              return States.at(looked.getCount() == 0 ? 7 : 1);
            });
    start();

    // The first look says where the wait begins.
    assertThat(tier("wait", "4", "ms")).isEqualTo("at 7.000 ms\n");
    assertThat(looked.getCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait", "wait end", "wait 1 s"})
  void waitingEndsWithTheRun(String line) throws Exception {
    start();
    end.complete(States.ended(9, true, ""));

    assertThat(tier(line.split(" ")))
        .isEqualTo("the run is complete: 9.000 ms simulated, invariants ok, hash cafe\n");
    verify(lent).close();
  }

  @Test
  void nobodyWaitsForAPausedRun() throws Exception {
    start();
    tier("pause");
    assertThatThrownBy(() -> tier("wait", "end")).hasMessageContaining("would never get there");
  }

  @Test
  void endLeavesAPartialResult() throws Exception {
    start();
    assertThat(tier("end")).isEqualTo("the run ended early at 1.000 ms: ended from the shell\n");
    assertThatThrownBy(() -> tier("pause")).hasMessageContaining("the run is over");
    assertThat(runs.status()).isEqualTo(1);
  }

  @Test
  void exitOnlyAsks() throws Exception {
    assertThat(runs.isLeaving()).isFalse();
    tier("exit");
    assertThat(runs.isLeaving()).isTrue();
  }
}

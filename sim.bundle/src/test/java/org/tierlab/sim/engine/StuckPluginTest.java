package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.RunResult;

/** Plug-ins that do not return: their run ends with what it has, and no other run does. */
@Timeout(60)
class StuckPluginTest {
  @Test
  void aPluginThatNeverReturnsEndsItsRunAndNoOther() throws Exception {
    CountDownLatch forever = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    Lab lab =
        new Lab()
            .source(
                "stuck",
                context ->
                    context
                        .kthread("k")
                        .after(
                            1_000_000,
                            () -> {
                              stuck.countDown();
                              awaitQuietly(forever);
                            }));
    Simulation simulation = lab.simulation(Duration.ofMillis(300));
    AtomicReference<RunResult> partial = new AtomicReference<>();
    Thread runner = new Thread(() -> partial.set(Lab.run(simulation)));
    runner.start();
    assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();

    assertThat(new Lab().run().complete()).isTrue();
    simulation.withdraw(new Object());
    runner.join();

    RunResult result = partial.get();
    assertThat(result.complete()).isFalse();
    assertThat(result.hash()).isEmpty();
    assertThat(result.stopped()).isEqualTo("source 'stuck' did not return within 300 ms");
    assertThat(result.simulatedNs()).isLessThanOrEqualTo(1_000_000);
    assertThat(result.total().cpuNs().values().stream().mapToDouble(ns -> ns).sum())
        .isEqualTo(2.0 * result.simulatedNs());
    var refused = simulation.request(Change.remove(PluginKind.SOURCE, "stuck"), "test");
    assertThatThrownBy(refused::get).hasMessageContaining("over");
    forever.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  record Loop(String name, Consumer<PolicyContext> once) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Loop> loops() {
    return List.of(
        new Loop("asks for the time", PolicyContext::nowNs),
        new Loop("counts", context -> counterOf(context).add(1)),
        new Loop("draws", context -> streamOf(context).nextLong()),
        new Loop("polls", context -> feedOf(context).pending()),
        new Loop("wakes others", context -> context.wakeKswapd(0)));
  }

  private static org.tierlab.api.time.Counter counterOf(PolicyContext context) {
    return context.counter("c");
  }

  private static org.tierlab.api.time.RandomStream streamOf(PolicyContext context) {
    return context.random();
  }

  private static org.tierlab.api.policy.HotnessFeed feedOf(PolicyContext context) {
    return context.hotness();
  }

  @ParameterizedTest
  @MethodSource("loops")
  void aPluginStuckInALoopIsUnwound(Loop loop) throws Exception {
    CountDownLatch unwound = new CountDownLatch(1);
    Lab lab =
        new Lab()
            .policy("kswapd", context -> context.onPressure((node, task) -> {}))
            .policy(
                "loop",
                context ->
                    context
                        .kthread("k")
                        .after(
                            0,
                            () -> {
                              try {
                                while (true) {
                                  loop.once.accept(context);
                                }
                              } finally {
                                unwound.countDown();
                              }
                            }));

    RunResult result = Lab.run(lab.simulation(Duration.ofMillis(300)));

    assertThat(result.complete()).isFalse();
    assertThat(result.stopped()).startsWith("policy 'loop' did not return");
    assertThat(unwound.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aWorkloadThatNeverFinishesBuildingIsGivenUp() {
    CountDownLatch forever = new CountDownLatch(1);
    Lab lab = new Lab().workload("slow", context -> awaitQuietly(forever));

    RunResult result = Lab.run(lab.simulation(Duration.ofMillis(300)));

    assertThat(result.complete()).isFalse();
    assertThat(result.stopped()).startsWith("workload 'slow' did not return");
    forever.countDown();
  }
}

package org.tierlab.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.RunResult;

/** A simulation that answers with a given result, at once or when it is stopped. */
public class FakeSimulation implements Simulation {

  /** What it was asked to replay. */
  public final List<LoggedChange> replayed = new ArrayList<>();

  private final RunResult result;

  /** Answers with a result at once. */
  public FakeSimulation(RunResult result) {
    this.result = result;
  }

  /** Runs until it is stopped, and says why it was. */
  public static FakeSimulation endless(long seed, CountDownLatch started) {
    return new FakeSimulation(TestRuns.partial(seed, "")) {
      private final CompletableFuture<String> reason = new CompletableFuture<>();

      @Override
      public RunResult run() {
        started.countDown();
        return TestRuns.partial(seed, reason.join());
      }

      @Override
      public void stop(String why) {
        reason.complete(why);
      }
    };
  }

  /** Cannot run. */
  public static FakeSimulation refusing(RuntimeException refusal) {
    return new FakeSimulation(TestRuns.partial(1, "")) {
      @Override
      public RunResult run() {
        throw refusal;
      }
    };
  }

  @Override
  public RunResult run() {
    return result;
  }

  @Override
  public CompletableFuture<LoggedChange> request(Change change, String origin) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replay(List<LoggedChange> log) {
    replayed.addAll(log);
  }

  @Override
  public void record(org.tierlab.sim.recording.Recorder recorder) {}

  @Override
  public void withdraw(Object instance) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void offer(PluginKind kind, String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void pause() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void resume() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void step(long ns) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void stop(String why) {
    // It is over before anybody can stop it.
  }

  @Override
  public RunResult snapshot() {
    return result;
  }

  @Override
  public CompletableFuture<RunResult> settled() {
    return CompletableFuture.completedFuture(result);
  }

  @Override
  public long expectedAccesses() {
    return -1;
  }
}

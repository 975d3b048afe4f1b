package org.tierlab.testkit.simulation;

import org.assertj.core.api.AbstractAssert;
import org.tierlab.sim.result.RunResult;

/** AssertJ assertions on what came of a simulation. */
public final class ResultAssert extends AbstractAssert<ResultAssert, RunResult> {
  private final RunResult result;

  private ResultAssert(RunResult result) {
    super(result, ResultAssert.class);
    this.result = result;
  }

  /**
   * Begins an assertion.
   *
   * @param result of a simulation
   * @return assertions on it
   */
  public static ResultAssert assertThatResult(RunResult result) {
    return new ResultAssert(result);
  }

  /**
   * It came to its end, its accounting adds up, and no plug-in was put aside.
   *
   * @return this
   */
  public ResultAssert isSound() {
    if (!result.complete()) {
      failWithMessage("Expected a complete run, but it was stopped: %s", result.stopped());
    }
    if (!result.invariants().equals("ok")) {
      failWithMessage("Expected the invariants to hold, but: %s", result.invariants());
    }
    if (!result.quarantined().isEmpty()) {
      failWithMessage("Expected nobody in quarantine, but there is %s", result.quarantined());
    }
    return this;
  }

  /**
   * The value of a counter.
   *
   * @param name a vmstat name
   * @param value what it should be
   * @return this
   */
  public ResultAssert counted(String name, long value) {
    if (count(name) != value) {
      failWithMessage("Expected %s to be %s, but it is %s", name, value, count(name));
    }
    return this;
  }

  /**
   * The least value of a counter.
   *
   * @param name a vmstat name
   * @param least what it should be at least
   * @return this
   */
  public ResultAssert countedAtLeast(String name, long least) {
    if (count(name) < least) {
      failWithMessage("Expected %s to be at least %s, but it is %s", name, least, count(name));
    }
    return this;
  }

  /**
   * It ended sooner than another run of the same workload.
   *
   * @param other the other run
   * @return this
   */
  public ResultAssert isFasterThan(RunResult other) {
    if (result.runtimeNs() >= other.runtimeNs()) {
      failWithMessage(
          "Expected less than %s ns, but it took %s ns", other.runtimeNs(), result.runtimeNs());
    }
    return this;
  }

  private long count(String name) {
    return result.vmstat().getOrDefault(name, 0L);
  }
}

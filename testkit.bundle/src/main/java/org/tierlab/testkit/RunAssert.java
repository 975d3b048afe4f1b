package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.tierlab.api.policy.MigrationOutcome;

/** AssertJ assertions on what plug-ins did in a {@link FakeRun}. */
public final class RunAssert extends AbstractAssert<RunAssert, FakeRun> {
  private final FakeRun run;

  private RunAssert(FakeRun run) {
    super(run, RunAssert.class);
    this.run = run;
  }

  /**
   * Begins an assertion.
   *
   * @param run the run
   * @return assertions on it
   */
  public static RunAssert assertThatRun(FakeRun run) {
    return new RunAssert(run);
  }

  /**
   * The folios that were migrated so far, all of them, in this order.
   *
   * @param mm their address space
   * @param target where they went
   * @param pages as the plans named them
   * @return this
   */
  public RunAssert migrated(FakeMm mm, int target, long... pages) {
    List<String> expected = new ArrayList<>();
    for (long page : pages) {
      expected.add(mm.id() + ":" + page + " to " + target);
    }
    List<String> actual =
        run.moves().stream()
            .filter(move -> move.outcome() == MigrationOutcome.MIGRATED)
            .map(move -> move.mm() + ":" + move.page() + " to " + move.target())
            .toList();
    if (!actual.equals(expected)) {
      failWithMessage("Expected migrations <%s>, but there were <%s>", expected, actual);
    }
    return this;
  }

  /**
   * No plan was submitted and no hint fault moved anything.
   *
   * @return this
   */
  public RunAssert triedNothing() {
    if (!run.moves().isEmpty()) {
      failWithMessage("Expected no migration, but there were <%s>", run.moves());
    }
    return this;
  }

  /**
   * How often attempts ended in some way.
   *
   * @param outcome the outcome
   * @param times how often
   * @return this
   */
  public RunAssert ended(MigrationOutcome outcome, long times) {
    long actual = run.moves().stream().filter(move -> move.outcome() == outcome).count();
    if (actual != times) {
      failWithMessage("Expected %s attempts to end %s, but %s did", times, outcome, actual);
    }
    return this;
  }

  /**
   * Where folios are.
   *
   * @param mm their address space
   * @param node the node
   * @param pages a page of each folio
   * @return this
   */
  public RunAssert holds(FakeMm mm, int node, long... pages) {
    for (long page : pages) {
      int actual = mm.pageTable().nodeOf(mm.head(page));
      if (actual != node) {
        failWithMessage(
            "Expected page %s of %s on node %s, but it is on %s", page, mm, node, actual);
      }
    }
    return this;
  }

  /**
   * The pages of an address space that events have named so far, each event's range in full.
   *
   * @param mm the address space
   * @param pages in order of publication
   * @return this
   */
  public RunAssert published(FakeMm mm, long... pages) {
    List<Long> actual = new ArrayList<>();
    for (PublishedEvent event : run.published()) {
      for (long i = 0; event.mm() == mm.id() && i < event.pages(); i++) {
        actual.add(event.firstPage() + i);
      }
    }
    List<Long> expected = Arrays.stream(pages).boxed().toList();
    if (!actual.equals(expected)) {
      failWithMessage("Expected events of pages <%s>, but there were <%s>", expected, actual);
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
  public RunAssert counted(String name, long value) {
    if (run.counter(name) != value) {
      failWithMessage("Expected %s to be %s, but it is %s", name, value, run.counter(name));
    }
    return this;
  }
}

package org.tierlab.testkit;

import java.util.List;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.hotness.HintFault;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultQuestion;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.time.TaskView;

/** A hint fault: the source and the policies see the same object by different interfaces. */
final class FakeHintFault implements HintFault, FaultQuestion {
  private final FakeRun run;
  private final int source;
  private final FakeTask task;
  private final long page;
  private final boolean write;
  private FaultEvidence evidence = new FaultEvidence();
  private boolean consulted;

  FakeHintFault(FakeRun run, int source, FakeTask task, long page, boolean write) {
    this.run = run;
    this.source = source;
    this.task = task;
    this.page = page;
    this.write = write;
  }

  @Override
  public FaultOutcome consult(FaultEvidence known) {
    if (consulted) {
      throw new IllegalStateException("consulted twice in one fault");
    }
    consulted = true;
    evidence = known;
    int unknown = HotnessEvents.UNKNOWN;
    run.store(
        List.of(
            new PublishedEvent(
                source,
                mm().id(),
                page,
                1,
                1,
                unknown,
                unknown,
                task.node(),
                unknown,
                nowNs(),
                nowNs())));
    FaultOutcome outcome = decide();
    run.plugins()
        .policies()
        .forEach(policy -> policy.listeners().forEach(listener -> listener.decided(this, outcome)));
    return outcome;
  }

  private FaultOutcome decide() {
    boolean answered = false;
    for (FakePolicyContext policy : run.plugins().policies()) {
      for (FaultDecision decision : policy.decisions()) {
        answered = true;
        int target = decision.target(this);
        if (target != FaultDecision.STAY && target != residentNode()) {
          MigrationOutcome moved =
              run.migrations().moveFaulting(policy.index(), task.fakeMm(), page, target, task);
          return moved == MigrationOutcome.MIGRATED ? FaultOutcome.MIGRATED : FaultOutcome.FAILED;
        }
      }
    }
    return answered ? FaultOutcome.STAYED : FaultOutcome.NO_POLICY;
  }

  @Override
  public FaultEvidence evidence() {
    return evidence;
  }

  @Override
  public AddressSpaceView mm() {
    return task.mm();
  }

  @Override
  public long page() {
    return page;
  }

  @Override
  public Vma vma() {
    return task.mm().vmaOf(page);
  }

  @Override
  public int residentNode() {
    return task.mm().pageTable().nodeOf(page);
  }

  @Override
  public int accessingNode() {
    return task.node();
  }

  @Override
  public boolean write() {
    return write;
  }

  @Override
  public TaskView task() {
    return task;
  }

  @Override
  public long nowNs() {
    return task.nowNs();
  }

  @Override
  public void chargeUnderMmapLock(double ns) {
    task.chargeUnderMmapLock(ns);
  }

  @Override
  public void charge(double ns) {
    task.charge(ns);
  }
}

package org.tierlab.sim.engine;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.hotness.HintFault;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.FaultQuestion;
import org.tierlab.sim.task.SimTask;

/** The fault under way, as source and policy see it. One instance serves all faults of a run. */
final class FaultCall extends TaskCall implements HintFault, FaultQuestion {
  private long page;
  private boolean write;
  private @Nullable Attachment source;
  private FaultEvidence evidence = new FaultEvidence();

  FaultCall(Engine engine, SimTask task) {
    super(engine, task);
  }

  void fault(long newPage, boolean isWrite) {
    page = newPage;
    write = isWrite;
  }

  void source(Attachment newSource) {
    source = newSource;
  }

  void evidence(FaultEvidence newEvidence) {
    evidence = newEvidence;
  }

  @Override
  public long page() {
    return page;
  }

  @Override
  public Vma vma() {
    return mm().vmaOf(page);
  }

  @Override
  public int residentNode() {
    return mm().store().nodeOf(page);
  }

  @Override
  public int accessingNode() {
    return task().node();
  }

  @Override
  public boolean write() {
    return write;
  }

  @Override
  public FaultOutcome consult(FaultEvidence known) {
    engine.guard().checkAlive();
    Attachment asking = source;
    if (asking == null) {
      throw new IllegalStateException("policies are consulted once, inside the fault");
    }
    source = null;
    return engine.faults().consult(this, asking, known);
  }

  @Override
  public FaultEvidence evidence() {
    return evidence;
  }
}

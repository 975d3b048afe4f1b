package org.tierlab.testkit.simulation;

import org.tierlab.api.PluginName;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.EngineSpec;

/** Copies folio after folio in the thread that migrates. */
@PluginName(name = OneThreadCopy.NAME)
final class OneThreadCopy implements CopyEngine {
  static final String NAME = "one-thread-copy";

  /** NR_MAX_BATCHED_MIGRATION of the kernel. */
  private static final int BATCH_PAGES = 512;

  /** Nothing to set. */
  record NoKnobs() {}

  @Override
  public EngineSpec spec() {
    return new EngineSpec(NoKnobs.class);
  }

  @Override
  public void attach(RunContext context) {
    // It needs nothing of the run.
  }

  @Override
  public int batchPages() {
    return BATCH_PAGES;
  }

  @Override
  public void copy(CopyBatch batch, CopyReport report) {
    double rate = batch.cpuCopyGBps(1);
    double ns = 0;
    for (int i = 0; i < batch.folios(); i++) {
      ns += batch.bytes(i) / rate;
      report.done(i, ns);
    }
    report.chargeInitiator(ns);
  }
}

package org.tierlab.api.copy;

import org.osgi.annotation.versioning.ConsumerType;
import org.tierlab.api.RunContext;

/**
 * Copies the folios of a batch: says when each is done and what it occupied.
 *
 * <p>Registered as an OSGi service of prototype scope with a {@link org.tierlab.api.PluginName}:
 * every run gets an instance of its own. All calls come from the run's one thread.
 */
@ConsumerType
public interface CopyEngine {
  /**
   * The engine's knobs. Called before attachment, must not depend on a run.
   *
   * @return a constant
   */
  EngineSpec spec();

  /**
   * Joins a run, once.
   *
   * @param context the run, valid until the engine is detached
   * @throws org.tierlab.api.knob.KnobException if the knobs' combination is refused
   */
  void attach(RunContext context);

  /**
   * How many base pages the pipeline may collect into one batch (NR_MAX_BATCHED_MIGRATION). A batch
   * is closed by the folio that reaches it.
   *
   * @return at least 1
   */
  int batchPages();

  /**
   * Copies a batch.
   *
   * @param batch the folios and the machine's load, valid during the call
   * @param report to be filled: every folio must be reported done or failed
   */
  void copy(CopyBatch batch, CopyReport report);
}

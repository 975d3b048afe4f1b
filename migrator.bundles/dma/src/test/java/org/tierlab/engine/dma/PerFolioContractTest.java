package org.tierlab.engine.dma;

import java.util.Map;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.engine.dma.component.DmaComponent;
import org.tierlab.testkit.CopyEngineContract;

/** The contract with single transfers, all of which fail, and polling. */
class PerFolioContractTest extends CopyEngineContract {
  @Override
  protected CopyEngine create() {
    return new DmaComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("transfer", "per-folio", "completion", "polling", "failure_probability", 1);
  }
}

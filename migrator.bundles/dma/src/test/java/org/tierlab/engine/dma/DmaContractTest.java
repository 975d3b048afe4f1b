package org.tierlab.engine.dma;

import org.tierlab.api.copy.CopyEngine;
import org.tierlab.engine.dma.component.DmaComponent;
import org.tierlab.testkit.CopyEngineContract;

class DmaContractTest extends CopyEngineContract {
  @Override
  protected CopyEngine create() {
    return new DmaComponent();
  }
}

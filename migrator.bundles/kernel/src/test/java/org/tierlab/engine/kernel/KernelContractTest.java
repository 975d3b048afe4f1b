package org.tierlab.engine.kernel;

import org.tierlab.api.copy.CopyEngine;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.testkit.CopyEngineContract;

class KernelContractTest extends CopyEngineContract {
  @Override
  protected CopyEngine create() {
    return new KernelComponent();
  }
}

package org.tierlab.engine.multithread;

import org.tierlab.api.copy.CopyEngine;
import org.tierlab.engine.multithread.component.MultithreadComponent;
import org.tierlab.testkit.CopyEngineContract;

class MultithreadContractTest extends CopyEngineContract {
  @Override
  protected CopyEngine create() {
    return new MultithreadComponent();
  }
}

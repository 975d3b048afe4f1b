package org.tierlab.engine.multithread;

import java.util.Map;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.engine.multithread.component.MultithreadComponent;
import org.tierlab.testkit.CopyEngineContract;

/** The contract with every knob that has a second value set to it. */
class FreeCpusContractTest extends CopyEngineContract {
  @Override
  protected CopyEngine create() {
    return new MultithreadComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of(
        "workqueue", "highpri",
        "thread_count", "free-cpus",
        "placement", "packed",
        "cpu_account", "initiator",
        "stores", "non-temporal",
        "limit_mt_num", 32);
  }
}

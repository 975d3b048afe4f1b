package __PACKAGE__;

import __PACKAGE__.component.__CLASS__Component;
import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;

/** What every workload promises: tests that come with the test kit. */
class __CLASS__ContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new __CLASS__Component();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("size", 1 << 20, "accesses", 5000);
  }
}

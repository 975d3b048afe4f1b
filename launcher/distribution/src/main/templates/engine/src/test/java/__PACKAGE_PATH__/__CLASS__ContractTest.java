package __PACKAGE__;

import __PACKAGE__.component.__CLASS__Component;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.testkit.CopyEngineContract;

/** What every copy engine promises: tests that come with the test kit. */
class __CLASS__ContractTest extends CopyEngineContract {
  @Override
  protected CopyEngine create() {
    return new __CLASS__Component();
  }
}

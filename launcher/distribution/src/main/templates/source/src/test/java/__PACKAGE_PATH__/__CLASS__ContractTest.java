package __PACKAGE__;

import __PACKAGE__.component.__CLASS__Component;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.testkit.HotnessSourceContract;

/** What every source promises: tests that come with the test kit. */
class __CLASS__ContractTest extends HotnessSourceContract {
  @Override
  protected HotnessSource create() {
    return new __CLASS__Component();
  }
}

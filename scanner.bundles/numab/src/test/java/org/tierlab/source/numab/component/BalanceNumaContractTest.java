package org.tierlab.source.numab.component;

import java.util.Map;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.testkit.HotnessSourceContract;

/** With whole-space marking, since the mappings of the contract's processes are small. */
class BalanceNumaContractTest extends HotnessSourceContract {
  @Override
  protected HotnessSource create() {
    return new BalanceNumaComponent();
  }

  @Override
  protected Map<String, Object> knobs() {
    return Map.of("whole_address_space", true);
  }
}

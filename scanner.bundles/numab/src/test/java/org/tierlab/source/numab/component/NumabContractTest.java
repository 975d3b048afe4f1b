package org.tierlab.source.numab.component;

import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.testkit.HotnessSourceContract;

class NumabContractTest extends HotnessSourceContract {
  @Override
  protected HotnessSource create() {
    return new NumabComponent();
  }
}

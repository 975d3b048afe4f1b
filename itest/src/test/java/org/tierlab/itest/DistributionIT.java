package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.tierlab.boot.TierlabFramework;

/** The distribution as it was assembled: every bundle in it starts. */
class DistributionIT {

  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));

  @ParameterizedTest
  @EnumSource
  void everyBundleStartsAndTheApplicationAnswers(TierlabFramework.Mode mode) throws Exception {
    try (TierlabFramework framework = TierlabFramework.start(HOME, mode)) {
      assertThat(framework.problems()).isEmpty();
      List<Bundle> bundles = List.of(framework.context().getBundles());
      assertThat(bundles).allMatch(DistributionIT::isUp);
      assertThat(bundles.stream().map(Bundle::getSymbolicName))
          .contains("org.tierlab.api", "org.tierlab.sim", "org.tierlab.command")
          .contains("org.tierlab.source.abit", "org.tierlab.policy.moron")
          .contains("org.tierlab.engine.kernel", "org.tierlab.workload.trace")
          .doesNotContain("org.tierlab.testkit", "org.tierlab.boot");
      assertThat(framework.application(5_000)).isNotNull();
    }
  }

  private static boolean isUp(Bundle bundle) {
    boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    return bundle.getState() == (fragment ? Bundle.RESOLVED : Bundle.ACTIVE);
  }
}

package org.tierlab.command.services;

import java.util.Comparator;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/**
 * Which of several services of one name is used: the highest {@code service.ranking}, then the
 * highest bundle version, then the bundle installed last, then the service registered first. The
 * best comes first.
 */
final class ServiceOrder implements Comparator<ServiceReference<?>> {

  private static final Comparator<ServiceReference<?>> BEST_LAST =
      Comparator.<ServiceReference<?>>comparingInt(ServiceOrder::ranking)
          .thenComparing(ServiceOrder::version)
          .thenComparingLong(ServiceOrder::bundleId)
          .thenComparing(ServiceOrder::serviceId, Comparator.reverseOrder());

  @Override
  public int compare(ServiceReference<?> one, ServiceReference<?> other) {
    return BEST_LAST.compare(other, one);
  }

  private static int ranking(ServiceReference<?> reference) {
    return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking
        ? ranking
        : 0;
  }

  private static Version version(ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    return bundle == null ? Version.emptyVersion : bundle.getVersion();
  }

  private static long bundleId(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_BUNDLEID);
  }

  private static long serviceId(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }
}

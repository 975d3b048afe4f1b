package org.tierlab.sim.plugin;

import java.util.Locale;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.workload.Workload;

/** The four kinds of plug-ins. */
public enum PluginKind {
  /** Observes accesses. */
  SOURCE(HotnessSource.class),
  /** Decides what moves. */
  POLICY(PromotionPolicy.class),
  /** Copies. */
  ENGINE(CopyEngine.class),
  /** Makes accesses. */
  WORKLOAD(Workload.class);

  private final Class<?> service;

  PluginKind(Class<?> service) {
    this.service = service;
  }

  /**
   * The service interface.
   *
   * @return one of the four
   */
  public Class<?> service() {
    return service;
  }

  /**
   * The word for it in experiments, tables and messages.
   *
   * @return for example {@code source}
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

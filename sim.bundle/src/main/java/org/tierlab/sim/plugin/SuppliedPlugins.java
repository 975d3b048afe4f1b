package org.tierlab.sim.plugin;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tierlab.api.PluginName;

/** Plug-ins made by suppliers, for use without a framework: every lease is a new instance. */
public final class SuppliedPlugins implements Plugins {
  private final Map<String, Supplier<?>> suppliers = new TreeMap<>();

  /** Makes an empty set. */
  public SuppliedPlugins() {}

  /**
   * Adds a plug-in under a name.
   *
   * @param kind its kind
   * @param name its name
   * @param supplier makes an instance for each run
   * @return this
   */
  public SuppliedPlugins add(PluginKind kind, String name, Supplier<?> supplier) {
    suppliers.put(kind.word() + ':' + name, supplier);
    return this;
  }

  /**
   * Adds a component class under the name that its annotation gives, and the kind that it
   * implements.
   *
   * @param component makes an instance for each run
   * @return this
   */
  public SuppliedPlugins add(Supplier<?> component) {
    Class<?> type = component.get().getClass();
    PluginName name = type.getAnnotation(PluginName.class);
    if (name == null) {
      throw new IllegalArgumentException(type.getName() + " has no @PluginName");
    }
    for (PluginKind kind : PluginKind.values()) {
      if (kind.service().isAssignableFrom(type)) {
        return add(kind, name.name(), component);
      }
    }
    throw new IllegalArgumentException(type.getName() + " is no plug-in");
  }

  @Override
  public Lease obtain(PluginKind kind, String name) {
    Supplier<?> supplier = suppliers.get(kind.word() + ':' + name);
    if (supplier == null) {
      throw new UnknownPluginException(
          "there is no " + kind.word() + " '" + name + "'; known: " + suppliers.keySet());
    }
    Object instance = supplier.get();
    return new Lease(instance, Provenance.ofClass(instance.getClass()), () -> {});
  }
}

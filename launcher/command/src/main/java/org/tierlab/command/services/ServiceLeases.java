package org.tierlab.command.services;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.command.plugins.VersionedName;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.PluginKind;

/**
 * The instances that one run holds, with the service that each came from.
 *
 * <p>An instance that is taken while its service goes away is either on record before the service's
 * departure is told, and then withdrawn, or not handed out: both decisions are made under one lock.
 */
final class ServiceLeases implements RunPlugins {

  private final FrameworkPlugins services;
  private final List<Held<?>> held = new ArrayList<>();
  private final Map<String, Set<String>> pinned = new HashMap<>();
  private @Nullable Simulation simulation;

  ServiceLeases(FrameworkPlugins services) {
    this.services = services;
  }

  /** An instance and the way to give it back. */
  private static final class Held<S> {
    private final ServiceReference<?> reference;
    private final ServiceObjects<S> objects;
    private final S instance;

    Held(ServiceReference<?> reference, ServiceObjects<S> objects, S instance) {
      this.reference = reference;
      this.objects = objects;
      this.instance = instance;
    }

    void unget() {
      try {
        objects.ungetService(instance);
      } catch (IllegalStateException | IllegalArgumentException e) {
        // The framework has taken the instance back with its service, or is stopping.
        return;
      }
    }
  }

  @Override
  public Lease obtain(PluginKind kind, String name) {
    remember(kind, name);
    return obtain(kind, name, services.references(kind, name));
  }

  /** Takes an instance of the first service that gives one. */
  Lease obtain(PluginKind kind, String name, List<ServiceReference<?>> references) {
    for (ServiceReference<?> reference : references) {
      Lease lease = lease(reference);
      if (lease != null) {
        return lease;
      }
    }
    throw new UnknownPluginException(
        "there is no %s '%s'; there are: %s"
            .formatted(kind.word(), name, String.join(", ", services.names(kind))));
  }

  private <S> @Nullable Lease lease(ServiceReference<S> reference) {
    ServiceObjects<S> objects = services.objects(reference);
    S instance = objects == null ? null : objects.getService();
    if (objects == null || instance == null) {
      return null;
    }
    Held<S> taken = new Held<>(reference, objects, instance);
    if (!record(taken)) {
      taken.unget();
      return null;
    }
    return new Lease(instance, services.provenance(reference), () -> release(taken));
  }

  private synchronized boolean record(Held<?> taken) {
    return !services.isDeparted(taken.reference) && held.add(taken);
  }

  private void release(Held<?> given) {
    if (remove(given)) {
      given.unget();
    }
  }

  private synchronized boolean remove(Held<?> given) {
    return held.remove(given);
  }

  @Override
  public void serve(Simulation served) {
    synchronized (this) {
      simulation = served;
    }
  }

  /** A service is going away: returns once the simulation has let its instances go. */
  void withdraw(ServiceReference<?> reference) {
    List<Object> leaving = new ArrayList<>();
    Simulation told;
    synchronized (this) {
      told = simulation;
      for (Held<?> one : held) {
        if (one.reference.equals(reference)) {
          leaving.add(one.instance);
        }
      }
    }
    if (told != null) {
      leaving.forEach(told::withdraw);
    }
  }

  /** The names with versions of a plug-in that this run has asked for. */
  synchronized Set<String> pinned(PluginKind kind, String name) {
    return pinned.getOrDefault(kind.word() + " " + name, Set.of());
  }

  private synchronized void remember(PluginKind kind, String wanted) {
    VersionedName name = VersionedName.parse(wanted);
    if (name.isPinned()) {
      String plugin = kind.word() + " " + name.name();
      Set<String> known = new TreeSet<>(pinned.getOrDefault(plugin, Set.of()));
      known.add(wanted);
      pinned.put(plugin, known);
    }
  }

  void offer(PluginKind kind, String name) {
    Simulation told;
    synchronized (this) {
      told = simulation;
    }
    if (told != null) {
      told.offer(kind, name);
    }
  }

  @Override
  public void close() {
    services.forget(this);
    List<Held<?>> left;
    synchronized (this) {
      simulation = null;
      left = List.copyOf(held);
      held.clear();
    }
    left.forEach(Held::unget);
  }
}

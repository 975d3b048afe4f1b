package org.tierlab.command.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.tierlab.api.Counts;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.policy.Standing;
import org.tierlab.api.workload.Workload;
import org.tierlab.command.plugins.CounterEntry;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.plugins.RecordedJars;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.command.plugins.VersionedName;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins.Provenance;

/**
 * The plug-ins that bundles register as services: those of the four kinds' interfaces with the
 * property {@code tierlab.name}. Of several services with one name the best by {@link ServiceOrder}
 * is used.
 *
 * <p>When a service goes, every run that holds an instance of it is told before its bundle stops;
 * when the best of a name changes, runs are offered it. A change of a service's properties alone is
 * not told. Thread-safe; no lock is held while a plug-in or a simulation is called.
 */
public final class FrameworkPlugins implements PluginHost, AutoCloseable {

  private static final String NAME = "tierlab.name";

  private final BundleContext context;
  private final ServiceListener listener = this::changed;
  private final BundleJars jars;
  private final List<ServiceLeases> runs = new CopyOnWriteArrayList<>();
  private final Set<ServiceReference<?>> departed =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Stands for the knobs of a plug-in that cannot say them. */
  private record NoKnobs() {}

  /**
   * Starts to watch the service registry.
   *
   * @param context of a bundle that sees the service interfaces
   */
  public FrameworkPlugins(BundleContext context) {
    this.context = context;
    this.jars = new BundleJars(context);
    StringBuilder filter = new StringBuilder("(&(" + NAME + "=*)(|");
    for (PluginKind kind : PluginKind.values()) {
      filter.append("(objectClass=").append(kind.service().getName()).append(')');
    }
    try {
      context.addServiceListener(listener, filter.append("))").toString());
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public RunPlugins open() {
    ServiceLeases run = new ServiceLeases(this);
    runs.add(run);
    return run;
  }

  @Override
  public RunPlugins openAgain(RecordedJars recorded) {
    return new RecordedLeases(this, recorded, new JarInstaller(context, jars));
  }

  @Override
  public @Nullable Path foreignJar(String sha256) {
    return jars.foreign(sha256);
  }

  @Override
  public void install(Path jar) {
    new JarInstaller(context, jars).install(jar);
  }

  /** Forgets a run that was opened. */
  void forget(ServiceLeases run) {
    runs.remove(run);
  }

  @Override
  public void close() {
    context.removeServiceListener(listener);
    runs.forEach(ServiceLeases::close);
  }

  @Override
  public List<PluginEntry> entries() {
    List<PluginEntry> entries = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      Map<String, ServiceReference<?>> best = new TreeMap<>();
      for (ServiceReference<?> reference : references(kind)) {
        best.putIfAbsent(name(reference), reference);
      }
      best.forEach((name, reference) -> add(entries, kind, name, reference));
    }
    return entries;
  }

  @Override
  public List<CounterEntry> counters() {
    List<CounterEntry> counters = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      BundleRevision revision = bundle.adapt(BundleRevision.class);
      if (revision != null) {
        for (BundleCapability counter : revision.getDeclaredCapabilities(Counts.NAMESPACE)) {
          counters.add(counter(counter.getAttributes(), bundle.getSymbolicName()));
        }
      }
    }
    Collections.sort(counters);
    return counters;
  }

  private static CounterEntry counter(Map<String, Object> attributes, String bundle) {
    return new CounterEntry(
        Objects.toString(attributes.get("counter")),
        Objects.toString(attributes.get("unit")),
        Objects.toString(attributes.get("about")),
        Objects.toString(attributes.get("source")),
        bundle);
  }

  private void add(
      List<PluginEntry> entries, PluginKind kind, String name, ServiceReference<?> reference) {
    PluginEntry entry = entry(kind, name, reference);
    if (entry != null) {
      entries.add(entry);
    }
  }

  private <S> @Nullable PluginEntry entry(
      PluginKind kind, String name, ServiceReference<S> reference) {
    ServiceObjects<S> objects = context.getServiceObjects(reference);
    S instance = objects == null ? null : objects.getService();
    if (objects == null || instance == null) {
      return null;
    }
    Provenance provenance = provenance(reference);
    try {
      KnobSet<?> knobs = KnobSet.of(knobType(instance));
      return new PluginEntry(
          kind, name, provenance, knobs, siteDefaults(knobs, reference), "", standing(instance));
    } catch (RuntimeException | LinkageError e) {
      return new PluginEntry(
          kind,
          name,
          provenance,
          KnobSet.of(NoKnobs.class),
          Map.of(),
          "it does not say its knobs: " + e);
    } finally {
      objects.ungetService(instance);
    }
  }

  private static Standing standing(Object instance) {
    return instance instanceof PromotionPolicy policy
        ? policy.spec().standing()
        : Standing.ATTAINABLE;
  }

  private static Class<? extends Record> knobType(Object instance) {
    if (instance instanceof HotnessSource source) {
      return source.spec().knobs();
    }
    if (instance instanceof PromotionPolicy policy) {
      return policy.spec().knobs();
    }
    if (instance instanceof CopyEngine engine) {
      return engine.spec().knobs();
    }
    return ((Workload) instance).spec().knobs();
  }

  private static Map<String, String> siteDefaults(KnobSet<?> knobs, ServiceReference<?> reference) {
    Map<String, String> values = new LinkedHashMap<>();
    for (KnobInfo knob : knobs.knobs()) {
      Object value = reference.getProperty(knob.name());
      if (value != null) {
        values.put(knob.name(), value.toString());
      }
    }
    return values;
  }

  /** The services of a kind that are not going away, the best of each name before the others. */
  List<ServiceReference<?>> references(PluginKind kind) {
    try {
      ServiceReference<?>[] found =
          context.getServiceReferences(kind.service().getName(), "(" + NAME + "=*)");
      List<ServiceReference<?>> references =
          found == null ? new ArrayList<>() : new ArrayList<>(List.of(found));
      references.removeIf(this::isDeparted);
      references.sort(new ServiceOrder());
      return references;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The services of a kind and name, of one version if the name says so, the best first. */
  List<ServiceReference<?>> references(PluginKind kind, String name) {
    VersionedName wanted = VersionedName.parse(name);
    return references(kind).stream()
        .filter(reference -> name(reference).equals(wanted.name()))
        .filter(reference -> wanted.accepts(version(reference)))
        .sorted(new ServiceOrder())
        .toList();
  }

  private static String version(ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    return bundle == null ? "" : bundle.getVersion().toString();
  }

  @Override
  public @Nullable PluginEntry find(PluginKind kind, String name) {
    List<ServiceReference<?>> present = references(kind, name);
    return present.isEmpty() ? null : entry(kind, name, present.get(0));
  }

  @Override
  public Map<String, Version> packages() {
    Map<String, Version> packages = new TreeMap<>();
    for (Bundle bundle : context.getBundles()) {
      BundleRevision revision = bundle.adapt(BundleRevision.class);
      if (revision == null) {
        continue;
      }
      for (BundleCapability offer :
          revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
        Object name = offer.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
        Object version = offer.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE);
        packages.merge(
            String.valueOf(name),
            version instanceof Version known ? known : Version.emptyVersion,
            (one, other) -> one.compareTo(other) < 0 ? other : one);
      }
    }
    return packages;
  }

  boolean isDeparted(ServiceReference<?> reference) {
    return departed.contains(reference);
  }

  Provenance provenance(ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    return bundle == null ? new Provenance("", "", "") : jars.provenance(bundle);
  }

  <S> @Nullable ServiceObjects<S> objects(ServiceReference<S> reference) {
    return context.getServiceObjects(reference);
  }

  private static String name(ServiceReference<?> reference) {
    return String.valueOf(reference.getProperty(NAME));
  }

  private void changed(ServiceEvent event) {
    ServiceReference<?> reference = event.getServiceReference();
    if (event.getType() == ServiceEvent.UNREGISTERING) {
      departed.add(reference);
      runs.forEach(run -> run.withdraw(reference));
    }
    for (PluginKind kind : PluginKind.values()) {
      if (offers(reference, kind)) {
        announce(event.getType(), kind, reference);
      }
    }
  }

  private void announce(int type, PluginKind kind, ServiceReference<?> changed) {
    announce(type, kind, name(changed), changed);
    runs.forEach(
        run ->
            run.pinned(kind, name(changed))
                .forEach(pinned -> announce(type, kind, pinned, changed)));
  }

  private void announce(int type, PluginKind kind, String wanted, ServiceReference<?> changed) {
    List<ServiceReference<?>> present = references(kind, wanted);
    boolean isNewBest =
        type == ServiceEvent.REGISTERED && !present.isEmpty() && present.get(0).equals(changed);
    boolean hasFallback = type == ServiceEvent.UNREGISTERING && !present.isEmpty();
    if (isNewBest || hasFallback) {
      runs.forEach(run -> run.offer(kind, wanted));
    }
  }

  private static boolean offers(ServiceReference<?> reference, PluginKind kind) {
    Object interfaces = reference.getProperty("objectClass");
    return interfaces instanceof String[] names
        && List.of(names).contains(kind.service().getName());
  }
}

package org.tierlab.command.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.api.knob.Knob;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.command.plugins.RecordedJars;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins.Lease;
import org.tierlab.sim.plugin.Plugins.UnknownPluginException;

/** With a framework, and mocks as the services of bundles without content. */
class FrameworkPluginsTest {

  @TempDir private static Path folder;
  private static Framework framework;

  private final List<Bundle> installed = new ArrayList<>();
  private final Simulation simulation = mock(Simulation.class);
  private FrameworkPlugins plugins;

  /** Knobs of the mocks. */
  public record ScanKnobs(
      @Knob(value = "4", about = "Batch.") int batch, @Knob(about = "File.") String file) {}

  @BeforeAll
  static void startFramework() throws Exception {
    Map<String, String> configuration = new HashMap<>();
    configuration.put(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString());
    framework = new FrameworkFactory().newFramework(configuration);
    framework.start();
  }

  @AfterAll
  static void stopFramework() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  @BeforeEach
  void open() {
    plugins = new FrameworkPlugins(framework.getBundleContext());
  }

  @AfterEach
  void uninstall() throws Exception {
    plugins.close();
    for (Bundle bundle : installed) {
      bundle.uninstall();
    }
  }

  private BundleContext bundle(String version) throws Exception {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.put(new Attributes.Name(Constants.BUNDLE_MANIFESTVERSION), "2");
    headers.put(
        new Attributes.Name(Constants.BUNDLE_SYMBOLICNAME), "org.example.b" + installed.size());
    headers.put(new Attributes.Name(Constants.BUNDLE_VERSION), version);
    Path jar = folder.resolve("b" + installed.size() + "-" + System.nanoTime() + ".jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
    installed.add(bundle);
    bundle.start();
    return bundle.getBundleContext();
  }

  private static HotnessSource source() {
    HotnessSource source = mock(HotnessSource.class);
    when(source.spec()).thenReturn(new SourceSpec(ScanKnobs.class, Set.of()));
    return source;
  }

  private static Dictionary<String, Object> properties(String name, Object... pairs) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("tierlab.name", name);
    for (int i = 0; i < pairs.length; i += 2) {
      properties.put((String) pairs[i], pairs[i + 1]);
    }
    return FrameworkUtil.asDictionary(properties);
  }

  private static ServiceRegistration<?> register(
      BundleContext context, HotnessSource source, Object... pairs) {
    return context.registerService(HotnessSource.class, source, properties("scan", pairs));
  }

  @Test
  void aNameWithAVersionTakesThatVersionAlone() throws Exception {
    HotnessSource old = source();
    register(bundle("1.2.0"), old);
    register(bundle("1.10.0"), source());
    assertThat(plugins.find(PluginKind.SOURCE, "scan").provenance().version()).isEqualTo("1.10.0");
    assertThat(plugins.find(PluginKind.SOURCE, "scan@1.2").provenance().version())
        .isEqualTo("1.2.0");
    assertThat(plugins.find(PluginKind.SOURCE, "scan@1.2.0").name()).isEqualTo("scan@1.2.0");
    assertThat(plugins.find(PluginKind.SOURCE, "scan@1.1")).isNull();
    Lease lease = run().obtain(PluginKind.SOURCE, "scan@1.2");
    assertThat(lease.instance()).isSameAs(old);
    assertThatThrownBy(() -> run().obtain(PluginKind.SOURCE, "scan@2"))
        .isInstanceOf(UnknownPluginException.class)
        .hasMessageStartingWith("there is no source 'scan@2'");
  }

  @Test
  void aRunThatPinsAVersionIsOfferedThatVersionAlone() throws Exception {
    register(bundle("1.2.0"), source());
    run().obtain(PluginKind.SOURCE, "scan@1.2");
    register(bundle("1.3.0"), source());
    verify(simulation).offer(PluginKind.SOURCE, "scan");
    verify(simulation, never()).offer(PluginKind.SOURCE, "scan@1.2");
    register(bundle("1.2.1"), source());
    verify(simulation).offer(PluginKind.SOURCE, "scan@1.2");
  }

  private RunPlugins run() {
    RunPlugins run = plugins.open();
    run.serve(simulation);
    return run;
  }

  /** Makes an instance for everybody who asks and remembers who was given back. */
  private static final class Prototypes implements PrototypeServiceFactory<HotnessSource> {
    private final List<HotnessSource> given = new ArrayList<>();
    private final List<HotnessSource> returned = new ArrayList<>();

    @Override
    public HotnessSource getService(
        Bundle bundle, ServiceRegistration<HotnessSource> registration) {
      HotnessSource source = source();
      given.add(source);
      return source;
    }

    @Override
    public void ungetService(
        Bundle bundle, ServiceRegistration<HotnessSource> registration, HotnessSource service) {
      returned.add(service);
    }
  }

  @Test
  void everyLeaseHasAnInstanceOfItsOwn() throws Exception {
    Prototypes prototypes = new Prototypes();
    bundle("1.0.0").registerService(HotnessSource.class, prototypes, properties("scan"));
    try (RunPlugins one = run();
        RunPlugins other = run()) {
      Lease first = one.obtain(PluginKind.SOURCE, "scan");
      Lease second = other.obtain(PluginKind.SOURCE, "scan");
      assertThat(first.instance()).isNotSameAs(second.instance());
      first.release().run();
      assertThat(prototypes.returned).hasSize(1).first().isSameAs(first.instance());
      first.release().run();
      assertThat(prototypes.returned).hasSize(1);
    }
    assertThat(prototypes.returned).isEqualTo(prototypes.given);
  }

  @Test
  void aPlainServiceIsLentToo() throws Exception {
    HotnessSource source = source();
    register(bundle("1.0.0"), source);
    try (RunPlugins run = run()) {
      assertThat(run.obtain(PluginKind.SOURCE, "scan").instance()).isSameAs(source);
      assertThatThrownBy(() -> run.obtain(PluginKind.POLICY, "scan"))
          .isInstanceOf(UnknownPluginException.class);
    }
  }

  @Test
  void provenanceIsTheBundlesJar() throws Exception {
    BundleContext context = bundle("1.2.3");
    register(context, source());
    try (RunPlugins run = run()) {
      Lease lease = run.obtain(PluginKind.SOURCE, "scan");
      assertThat(lease.provenance().bundle()).isEqualTo("org.example.b0");
      assertThat(lease.provenance().version()).isEqualTo("1.2.3");
      Path jar = Path.of(URI.create(context.getBundle().getLocation()));
      assertThat(lease.provenance().sha256()).hasSize(64).isEqualTo(BundleJars.sha256(jar));
    }
  }

  @Test
  void checksumsAreThoseOfEverybody() throws Exception {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertThat(BundleJars.sha256(file))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void rankingThenVersionThenBundleDecide() throws Exception {
    HotnessSource ranked = source();
    HotnessSource newer = source();
    HotnessSource later = source();
    HotnessSource old = source();
    BundleContext first = bundle("1.0.0");
    BundleContext second = bundle("1.10.0");
    BundleContext third = bundle("1.10.0");
    ServiceRegistration<?> best = register(first, ranked, Constants.SERVICE_RANKING, 1);
    ServiceRegistration<?> lastInstalled = register(third, later);
    ServiceRegistration<?> newest = register(second, newer);
    register(bundle("1.9.0"), old);
    try (RunPlugins run = run()) {
      assertThat(run.obtain(PluginKind.SOURCE, "scan").instance()).isSameAs(ranked);
      best.unregister();
      assertThat(run.obtain(PluginKind.SOURCE, "scan").instance()).isSameAs(later);
      lastInstalled.unregister();
      assertThat(run.obtain(PluginKind.SOURCE, "scan").instance()).isSameAs(newer);
      newest.unregister();
      assertThat(run.obtain(PluginKind.SOURCE, "scan").instance()).isSameAs(old);
    }
  }

  @Test
  void theSimulationLetsGoBeforeTheServiceIsGone() throws Exception {
    Prototypes prototypes = new Prototypes();
    ServiceRegistration<HotnessSource> registration =
        bundle("1.0.0").registerService(HotnessSource.class, prototypes, properties("scan"));
    try (RunPlugins run = run()) {
      Object instance = run.obtain(PluginKind.SOURCE, "scan").instance();
      List<Integer> returnedAtWithdrawal = new ArrayList<>();
      doAnswer(call -> returnedAtWithdrawal.add(prototypes.returned.size()))
          .when(simulation)
          .withdraw(instance);
      registration.unregister();
      verify(simulation).withdraw(same(instance));
      assertThat(returnedAtWithdrawal).containsExactly(0);
      assertThat(prototypes.returned).contains((HotnessSource) instance);
      verify(simulation, never()).offer(any(), any());
    }
  }

  @Test
  void aReleasedInstanceIsNotWithdrawn() throws Exception {
    ServiceRegistration<?> registration = register(bundle("1.0.0"), source());
    try (RunPlugins run = run()) {
      run.obtain(PluginKind.SOURCE, "scan").release().run();
      registration.unregister();
      verifyNoInteractions(simulation);
    }
  }

  @Test
  void nothingIsLentFromAServiceThatIsGoing() throws Exception {
    ServiceRegistration<?> registration = register(bundle("1.0.0"), source());
    try (RunPlugins run = run()) {
      Object instance = run.obtain(PluginKind.SOURCE, "scan").instance();
      doAnswer(
              call -> {
                assertThatThrownBy(() -> run.obtain(PluginKind.SOURCE, "scan"))
                    .isInstanceOf(UnknownPluginException.class)
                    .hasMessageStartingWith("there is no source 'scan'; there are:");
                return null;
              })
          .when(simulation)
          .withdraw(instance);
      registration.unregister();
      verify(simulation).withdraw(instance);
    }
  }

  @Test
  void whenTheBestGoesTheNextIsOffered() throws Exception {
    HotnessSource fallback = source();
    register(bundle("1.0.0"), fallback);
    ServiceRegistration<?> best = register(bundle("2.0.0"), source());
    try (RunPlugins run = run()) {
      Object instance = run.obtain(PluginKind.SOURCE, "scan").instance();
      best.unregister();
      InOrder order = inOrder(simulation);
      order.verify(simulation).withdraw(instance);
      order.verify(simulation).offer(PluginKind.SOURCE, "scan");
      assertThat(run.obtain(PluginKind.SOURCE, "scan").instance()).isSameAs(fallback);
    }
  }

  @Test
  void onlyABetterServiceIsOffered() throws Exception {
    register(bundle("1.5.0"), source());
    run();
    register(bundle("1.0.0"), source());
    verifyNoInteractions(simulation);
    register(bundle("2.0.0"), source());
    verify(simulation).offer(PluginKind.SOURCE, "scan");
    verifyNoMoreInteractions(simulation);
  }

  @Test
  void aClosedRunIsToldNothing() throws Exception {
    ServiceRegistration<?> registration = register(bundle("1.0.0"), source());
    run().close();
    registration.unregister();
    verifyNoInteractions(simulation);
  }

  @Test
  void theCatalogueListsTheBestWithKnobsAndConfiguration() throws Exception {
    register(bundle("1.0.0"), source());
    register(bundle("2.0.0"), source(), "batch", 9);
    List<PluginEntry> entries = plugins.entries();
    assertThat(entries).hasSize(1);
    PluginEntry entry = entries.get(0);
    assertThat(entry.label()).isEqualTo("source 'scan'");
    assertThat(entry.provenance().version()).isEqualTo("2.0.0");
    assertThat(entry.knobs()).extracting(knob -> knob.name()).containsExactly("batch", "file");
    assertThat(entry.siteDefaults()).containsExactly(Map.entry("batch", "9"));
  }

  @Test
  void aRunMadeAgainGetsItsOwnJars() throws Exception {
    BundleContext old = bundle("1.0.0");
    BundleContext newer = bundle("2.0.0");
    HotnessSource first = source();
    HotnessSource second = source();
    register(old, first);
    register(newer, second);
    List<String> jars = List.of(checksum(newer), checksum(old), checksum(newer));
    try (RunPlugins again = plugins.openAgain(recorded(jars))) {
      again.serve(simulation);
      assertThat(again.obtain(PluginKind.SOURCE, "scan").instance()).isSameAs(second);
      assertThat(again.obtain(PluginKind.SOURCE, "scan").instance()).isSameAs(first);
      assertThat(again.obtain(PluginKind.SOURCE, "scan").instance()).isSameAs(second);
      newer.getBundle().stop();
      verifyNoInteractions(simulation);
    }
  }

  @Test
  void aChangeThatIsMadeAgainGetsTheJarThatWasLoggedWithIt() throws Exception {
    BundleContext old = bundle("1.0.0");
    BundleContext newer = bundle("2.0.0");
    HotnessSource first = source();
    HotnessSource second = source();
    register(old, first);
    register(newer, second);
    // The order alone says "newer" for every instance.
    try (RunPlugins again = plugins.openAgain(recorded(List.of(checksum(newer))))) {
      assertThat(again.obtain(PluginKind.SOURCE, "scan", checksum(old)).instance()).isSameAs(first);
      assertThat(again.obtain(PluginKind.SOURCE, "scan", checksum(newer)).instance())
          .isSameAs(second);
      assertThat(again.obtain(PluginKind.SOURCE, "scan", "").instance()).isSameAs(second);
    }
  }

  /** Registers its service whenever it starts, as a component of its would. */
  private void registerAtStart(String version) {
    SynchronousBundleListener component =
        event -> {
          Bundle bundle = event.getBundle();
          if (event.getType() == BundleEvent.STARTED
              && bundle.getVersion().equals(Version.parseVersion(version))) {
            register(bundle.getBundleContext(), source());
            installed.remove(bundle);
            installed.add(bundle);
          }
        };
    framework.getBundleContext().addBundleListener(component);
  }

  @Test
  void aJarThatIsGoneIsInstalledFromTheArchive() throws Exception {
    Bundle gone = bundle("3.0.0").getBundle();
    register(gone.getBundleContext(), source());
    String sha256;
    try (RunPlugins run = run()) {
      sha256 = run.obtain(PluginKind.SOURCE, "scan").provenance().sha256();
    }
    Path kept = plugins.foreignJar(sha256);
    assertThat(BundleJars.sha256(kept)).isEqualTo(sha256);
    RecordedJars recorded = recorded(List.of(sha256));
    Files.createDirectories(recorded.archive());
    Files.copy(kept, recorded.jar(sha256));
    gone.uninstall();
    installed.remove(gone);
    registerAtStart("3.0.0");
    assertThat(plugins.entries()).isEmpty();
    try (RunPlugins again = plugins.openAgain(recorded)) {
      assertThat(plugins.names(PluginKind.SOURCE)).containsExactly("scan");
      register(bundle("5.0.0"), source());
      Lease lease = again.obtain(PluginKind.SOURCE, "scan");
      assertThat(lease.provenance().version()).isEqualTo("3.0.0");
      assertThat(lease.provenance().sha256()).isEqualTo(sha256);
    }
  }

  @Test
  void aJarThatWasRebuiltIsPutBackFromTheArchive() throws Exception {
    Bundle rebuilt = bundle("4.0.0").getBundle();
    register(rebuilt.getBundleContext(), source());
    Path jar = Path.of(URI.create(rebuilt.getLocation()));
    Path other = folder.resolve("other.jar");
    try (JarFile file = new JarFile(jar.toFile());
        JarOutputStream out =
            new JarOutputStream(Files.newOutputStream(other), file.getManifest())) {
      out.putNextEntry(new JarEntry("more"));
      out.closeEntry();
    }
    String sha256 = BundleJars.sha256(other);
    RecordedJars recorded = recorded(List.of(sha256));
    Files.createDirectories(recorded.archive());
    Files.copy(other, recorded.jar(sha256));
    registerAtStart("4.0.0");
    try (RunPlugins again = plugins.openAgain(recorded)) {
      Lease lease = again.obtain(PluginKind.SOURCE, "scan");
      assertThat(lease.provenance().sha256()).isEqualTo(sha256);
      assertThat(rebuilt.getResource("more")).isNotNull();
    }
  }

  @Test
  void aJarThatIsNowhereGivesWayToWhatThereIs() throws Exception {
    HotnessSource source = source();
    register(bundle("1.0.0"), source);
    try (RunPlugins again = plugins.openAgain(recorded(List.of("00")))) {
      assertThat(again.obtain(PluginKind.SOURCE, "scan").instance()).isSameAs(source);
    }
  }

  private static String checksum(BundleContext context) throws Exception {
    return BundleJars.sha256(Path.of(URI.create(context.getBundle().getLocation())));
  }

  private static RecordedJars recorded(List<String> checksums) {
    return new RecordedJars(
        Map.of("source scan", checksums), folder.resolve("archive-" + System.nanoTime()));
  }

  @Test
  void aPluginThatCannotSayItsKnobsIsListedAsSuch() throws Exception {
    HotnessSource source = mock(HotnessSource.class);
    when(source.spec()).thenThrow(new IllegalStateException("no spec"));
    register(bundle("1.0.0"), source);
    assertThat(plugins.entries().get(0).problem()).contains("no spec");
  }

  @Test
  void servicesWithoutANameAreNoPlugins() throws Exception {
    bundle("1.0.0").registerService(HotnessSource.class, source(), null);
    assertThat(plugins.entries()).isEmpty();
  }
}

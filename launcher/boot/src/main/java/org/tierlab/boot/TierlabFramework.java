package org.tierlab.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.felix.framework.Felix;
import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A running framework with the bundles of a distribution. Its bundle cache is a temporary folder of
 * its own, so that frameworks of several processes never share one; {@link #close} deletes it.
 */
public final class TierlabFramework implements AutoCloseable {

  /** Which bundles take part. */
  public enum Mode {
    /** Core and plug-ins, those of the load folder included, which nobody watches. */
    BATCH("load"),
    /** Core, plug-ins and shell; the shell's bundles watch the load folder. */
    INTERACTIVE("bundles/shell");

    private final String ownFolder;

    Mode(String ownFolder) {
      this.ownFolder = ownFolder;
    }

    private List<String> folders() {
      return List.of("bundles/core", "plugins", ownFolder);
    }
  }

  private static final String APPLICATION =
      "(&(objectClass=java.util.function.ToIntFunction)(tierlab.application=true))";
  private static final long STOP_WAIT_MS = 10_000;

  private final Felix felix;
  private final Path cache;
  private final List<String> problems = new ArrayList<>();

  private TierlabFramework(Felix felix, Path cache) {
    this.felix = felix;
    this.cache = cache;
  }

  /**
   * Starts a framework and every bundle of the distribution that the mode asks for. Bundles that
   * fail are told by {@link #problems}.
   *
   * @param home the distribution's folder
   * @param mode which bundles take part
   */
  public static TierlabFramework start(Path home, Mode mode) throws IOException, BundleException {
    Path cache = Files.createTempDirectory("tierlab-");
    TierlabFramework framework = new TierlabFramework(new Felix(configuration(home, cache)), cache);
    try {
      framework.felix.start();
      framework.startBundles(home, mode);
    } catch (IOException | BundleException | RuntimeException e) {
      framework.close();
      throw e;
    }
    return framework;
  }

  private static Map<String, Object> configuration(Path home, Path cache) {
    return Map.of(
        "org.osgi.framework.storage",
        cache.toString(),
        "felix.log.logger",
        new StandardErrorLogger(),
        "felix.fileinstall.dir",
        home.resolve("load").toString(),
        "felix.fileinstall.tmpdir",
        cache.resolve("load").toString(),
        "felix.fileinstall.poll",
        "200",
        "felix.fileinstall.noInitialDelay",
        "true",
        "felix.fileinstall.log.default",
        "jul",
        "gosh.args",
        "--nointeractive --noshutdown",
        "tierlab.home",
        home.toString());
  }

  private void startBundles(Path home, Mode mode) throws IOException, BundleException {
    List<Bundle> bundles = new ArrayList<>();
    for (String folder : mode.folders()) {
      for (Path jar : jars(home.resolve(folder))) {
        bundles.add(context().installBundle(jar.toUri().toString()));
      }
    }
    bundles.forEach(this::startBundle);
  }

  private static List<Path> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private void startBundle(Bundle bundle) {
    if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
      return;
    }
    try {
      bundle.start();
    } catch (BundleException e) {
      String verb = bundle.getState() == Bundle.INSTALLED ? "resolve" : "start";
      problems.add(
          "bundle %s %s does not %s: %s"
              .formatted(bundle.getSymbolicName(), bundle.getVersion(), verb, reason(e)));
    }
  }

  private static String reason(BundleException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage()).replaceFirst(" Unresolved requirements: .*", "");
  }

  /** Which bundles did not start and why, a line each. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** The system bundle's context. */
  public BundleContext context() {
    return felix.getBundleContext();
  }

  /**
   * The service that answers command lines, or null where none comes up in time.
   *
   * @param waitMs how long to wait for it
   */
  public @Nullable ToIntFunction<String[]> application(long waitMs) throws InterruptedException {
    try {
      ServiceTracker<?, ToIntFunction<String[]>> tracker =
          new ServiceTracker<>(context(), FrameworkUtil.createFilter(APPLICATION), null);
      tracker.open(true);
      return tracker.waitForService(waitMs);
    } catch (InvalidSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops the framework and deletes its cache. */
  @Override
  public void close() {
    try {
      felix.stop();
      felix.waitForStop(STOP_WAIT_MS);
    } catch (BundleException e) {
      System.err.println("tierlab: the framework does not stop: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      deleteCache();
    }
  }

  private void deleteCache() {
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException | UncheckedIOException e) {
      System.err.println("tierlab: cannot delete " + cache + ": " + e.getMessage());
    }
  }

  /** Keeps the framework's messages off standard output, which belongs to the application. */
  private static final class StandardErrorLogger extends Logger {
    @Override
    protected void doLog(int level, String message, @Nullable Throwable cause) {
      System.err.println(cause == null ? message : message + ": " + cause);
    }
  }
}

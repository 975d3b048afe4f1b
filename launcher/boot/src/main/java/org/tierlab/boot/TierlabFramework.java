package org.tierlab.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.felix.framework.Felix;
import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A running framework with the bundles of a distribution. Its bundle cache is a temporary folder of
 * its own, so that frameworks of several processes never share one; {@link #close} deletes it.
 */
public final class TierlabFramework implements AutoCloseable {

  /** Which bundles take part. */
  public enum Mode {
    /** Core and plug-ins, those of the load folder included, which nobody watches. */
    BATCH,
    /** Core, plug-ins and shell; the shell's bundles watch the load folder. */
    INTERACTIVE;

    /** The distribution's own. */
    List<Path> bundles(Path home) {
      List<Path> folders =
          new ArrayList<>(List.of(home.resolve("bundles/core"), home.resolve("plugins")));
      if (this == INTERACTIVE) {
        folders.add(home.resolve("bundles/shell"));
      }
      return folders;
    }

    /** Those that are started here; what an interactive one loads is the watcher's. */
    private List<Path> folders(Path home, Path load) {
      List<Path> folders = bundles(home);
      if (this == BATCH) {
        folders.add(load);
      }
      return folders;
    }
  }

  private static final String APPLICATION =
      "(&(objectClass=java.util.function.ToIntFunction)(tierlab.application=true))";
  private static final long STOP_WAIT_MS = 10_000;

  /** How often the load folder is looked at; a jar is taken once it has not changed in between. */
  private static final String LOAD_POLL_MS = "100";

  /** How long jars that are in the load folder already may take to start. */
  private static final long LOAD_WAIT_MS = 5_000;

  /** A user's own plug-ins at the start. */
  private record UserFolder(Path folder, List<Path> jars) {}

  private final Felix felix;
  private final Path cache;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

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
    return start(home, mode, home.resolve("load"));
  }

  /**
   * Starts a framework with another load folder than the distribution's.
   *
   * @param home the distribution's folder
   * @param mode which bundles take part
   * @param load bundles that join or leave while an interactive framework runs
   */
  public static TierlabFramework start(Path home, Mode mode, Path load)
      throws IOException, BundleException {
    return start(home, mode, load, new UserFolder(home.resolve("no-user-plugins"), List.of()));
  }

  /**
   * Starts a framework with a user's own plug-ins, too. Those that cannot be used are left out and
   * told by {@link #warnings}.
   *
   * @param home the distribution's folder
   * @param mode which bundles take part
   * @param load bundles that join or leave while an interactive framework runs
   * @param user plug-ins that a user has installed, which may join and leave likewise
   */
  public static TierlabFramework start(Path home, Mode mode, Path load, Path user)
      throws IOException, BundleException {
    if (mode == Mode.INTERACTIVE) {
      Files.createDirectories(user);
    }
    return start(home, mode, load, new UserFolder(user, jars(user)));
  }

  private static TierlabFramework start(Path home, Mode mode, Path load, UserFolder user)
      throws IOException, BundleException {
    Path cache = Files.createTempDirectory("tierlab-");
    TierlabFramework framework =
        new TierlabFramework(new Felix(configuration(home, load, user, cache)), cache);
    try {
      framework.felix.start();
      framework.startBundles(mode.folders(home, load));
      if (mode == Mode.BATCH) {
        framework.startUserPlugins(user.jars());
      }
      if (mode == Mode.INTERACTIVE) {
        framework.awaitLoaded(jars(load), framework.problems);
        framework.awaitLoaded(user.jars(), framework.warnings);
      }
    } catch (IOException | BundleException | RuntimeException e) {
      framework.close();
      throw e;
    }
    return framework;
  }

  private static Map<String, Object> configuration(
      Path home, Path load, UserFolder user, Path cache) {
    return Map.ofEntries(
        Map.entry("org.osgi.framework.storage", cache.toString()),
        // A JVM that records flights from its start refers to its internals in event classes.
        Map.entry("org.osgi.framework.bootdelegation", "jdk.jfr.internal.*"),
        Map.entry("felix.log.logger", new StandardErrorLogger()),
        Map.entry("felix.fileinstall.dir", watched(load, user.folder())),
        Map.entry("felix.fileinstall.filter", ".*\\.jar"),
        Map.entry("felix.fileinstall.tmpdir", cache.resolve("load").toString()),
        Map.entry("felix.fileinstall.poll", LOAD_POLL_MS),
        Map.entry("felix.fileinstall.noInitialDelay", "true"),
        Map.entry("felix.fileinstall.log.default", "jul"),
        Map.entry("gosh.args", "--nointeractive --noshutdown"),
        Map.entry("gosh.home", home.toString()),
        Map.entry("tierlab.plugins", user.folder().toString()),
        Map.entry("tierlab.home", home.toString()));
  }

  /** The watcher would make a folder that does not exist. */
  private static String watched(Path load, Path user) {
    return Files.isDirectory(user) ? load + "," + user : load.toString();
  }

  private void startUserPlugins(List<Path> jars) {
    List<Bundle> bundles = new ArrayList<>();
    for (Path jar : jars) {
      try {
        bundles.add(context().installBundle(jar.toUri().toString()));
      } catch (BundleException e) {
        warnings.add(jar + " is left out: " + reason(e));
      }
    }
    for (Bundle bundle : bundles) {
      startBundle(bundle, warnings);
    }
  }

  private void startBundles(List<Path> folders) throws IOException, BundleException {
    List<Bundle> bundles = new ArrayList<>();
    for (Path folder : folders) {
      for (Path jar : jars(folder)) {
        bundles.add(context().installBundle(jar.toUri().toString()));
      }
    }
    bundles.forEach(bundle -> startBundle(bundle, problems));
  }

  /** Waits for those who watch the load folder to start what is in it already. */
  private void awaitLoaded(List<Path> jars, List<String> complaints) {
    Set<String> missing = new LinkedHashSet<>();
    // A file's URI has one slash where a path's has three; the watcher's locations are of files.
    jars.forEach(jar -> missing.add(jar.toFile().toURI().toString()));
    CountDownLatch started = new CountDownLatch(missing.size());
    BundleTracker<Bundle> tracker =
        new BundleTracker<>(context(), Bundle.ACTIVE, null) {
          @Override
          public Bundle addingBundle(Bundle bundle, BundleEvent event) {
            synchronized (missing) {
              if (missing.remove(bundle.getLocation())) {
                started.countDown();
              }
            }
            return bundle;
          }
        };
    tracker.open();
    try {
      if (!started.await(LOAD_WAIT_MS, TimeUnit.MILLISECONDS)) {
        synchronized (missing) {
          missing.forEach(jar -> complaints.add("bundle " + jar + " does not start"));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tracker.close();
    }
  }

  /** The jars of a folder in order of name; none if there is no such folder. */
  static List<Path> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private void startBundle(Bundle bundle, List<String> complaints) {
    if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
      return;
    }
    try {
      bundle.start();
    } catch (BundleException e) {
      String verb = bundle.getState() == Bundle.INSTALLED ? "resolve" : "start";
      complaints.add(
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

  /** Which of the user's plug-ins are left out and why, a line each. */
  public List<String> warnings() {
    return List.copyOf(warnings);
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

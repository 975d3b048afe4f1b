package org.tierlab.boot;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;

/**
 * Runs one command line, inside a framework of its own where it may look at plug-ins, and ends the
 * process with the application's exit status; a framework that cannot be put together ends it with
 * status 1 and one line for each reason. An interrupt from outside (Ctrl-C) interrupts the
 * application, which then has a few seconds to write what it has.
 */
public final class Main {

  private static final int FAILED = 1;
  private static final long APPLICATION_WAIT_MS = 10_000;
  private static final long INTERRUPT_WAIT_MS = 10_000;
  private static final String LOAD_OPTION = "--load";
  private static final Set<String> INTERACTIVE_COMMANDS = Set.of("shell", "web");

  private Main() {}

  /** The process's entry point. */
  public static void main(String[] args) {
    CountDownLatch finished = new CountDownLatch(1);
    interruptAtShutdown(Thread.currentThread(), finished);
    int status = FAILED;
    try {
      status = PlainCommands.include(args) ? runPlainly(home(), args) : run(home(), args);
    } catch (IOException | BundleException | URISyntaxException | ReflectiveOperationException e) {
      complain("cannot start: " + e.getMessage());
    } catch (InterruptedException e) {
      complain("interrupted");
    } finally {
      finished.countDown();
    }
    System.exit(status);
  }

  private static int runPlainly(Path home, String[] args)
      throws IOException, ReflectiveOperationException {
    try (PlainCommands commands = PlainCommands.open(home)) {
      return apply(commands.application(home, userPlugins()), args);
    }
  }

  private static int run(Path home, String[] args)
      throws IOException, BundleException, InterruptedException {
    try (TierlabFramework framework =
        TierlabFramework.start(home, mode(args), load(home, args), userPlugins())) {
      framework.warnings().forEach(Main::complain);
      if (!framework.problems().isEmpty()) {
        framework.problems().forEach(Main::complain);
        return FAILED;
      }
      ToIntFunction<String[]> application = framework.application(APPLICATION_WAIT_MS);
      return application == null ? withoutApplication() : apply(application, args);
    }
  }

  // A command that throws must still let the framework stop in good order.
  @SuppressWarnings("CatchAndPrintStackTrace")
  private static int apply(ToIntFunction<String[]> application, String[] args) {
    try {
      return application.applyAsInt(args);
    } catch (RuntimeException e) {
      e.printStackTrace();
      return FAILED;
    }
  }

  private static int withoutApplication() {
    complain("no bundle offers the application service (tierlab.application=true)");
    return FAILED;
  }

  private static TierlabFramework.Mode mode(String[] args) {
    @Nullable String command = args.length == 0 ? null : args[0];
    return command != null && INTERACTIVE_COMMANDS.contains(command)
        ? TierlabFramework.Mode.INTERACTIVE
        : TierlabFramework.Mode.BATCH;
  }

  /**
   * The folder that {@code --load} names, which the command line checks later, or the usual one.
   */
  private static Path load(Path home, String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals(LOAD_OPTION) && i + 1 < args.length) {
        return Path.of(args[i + 1]).toAbsolutePath().normalize();
      }
      if (args[i].startsWith(LOAD_OPTION + "=")) {
        String folder = args[i].substring(LOAD_OPTION.length() + 1);
        return Path.of(folder).toAbsolutePath().normalize();
      }
    }
    return home.resolve("load");
  }

  /** Where the user's own plug-ins are: what the environment says, or below the home folder. */
  private static Path userPlugins() {
    String folder = System.getenv("TIERLAB_PLUGINS");
    if (folder != null && !folder.isEmpty()) {
      return Path.of(folder).toAbsolutePath().normalize();
    }
    String home = System.getenv("HOME");
    return Path.of(
        home == null || home.isEmpty() ? System.getProperty("user.home") : home,
        ".tierlab",
        "plugins");
  }

  /** The distribution's folder: this class sits in its {@code lib/boot.jar}. */
  private static Path home() throws URISyntaxException {
    URI jar = Main.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(jar).resolve("../..").normalize();
  }

  private static void interruptAtShutdown(Thread application, CountDownLatch finished) {
    Thread hook =
        new Thread(
            () -> {
              if (finished.getCount() > 0) {
                application.interrupt();
                awaitQuietly(finished);
              }
            },
            "tierlab-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void awaitQuietly(CountDownLatch finished) {
    try {
      if (!finished.await(INTERRUPT_WAIT_MS, TimeUnit.MILLISECONDS)) {
        complain("the application did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void complain(String message) {
    System.err.println("tierlab: " + message);
  }
}

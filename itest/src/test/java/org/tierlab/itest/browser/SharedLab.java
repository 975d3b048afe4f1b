package org.tierlab.itest.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.tierlab.boot.TierlabFramework;

/** One distribution and one browser for all tests of pages. */
final class SharedLab implements BeforeAllCallback {
  static final Path HOME = Path.of(System.getProperty("tierlab.home"));
  static final Path ROOT = HOME.resolve("../../../..").normalize();

  private @Nullable Started started;

  /** Closed after the last test. */
  private static final class Started implements AutoCloseable {
    final Path folder;
    final TierlabFramework framework;
    final ToIntFunction<String[]> application;
    private @Nullable Browser browser;

    Started() throws Exception {
      folder = Files.createTempDirectory("tierlab-pages-");
      framework = TierlabFramework.start(HOME, TierlabFramework.Mode.INTERACTIVE, folder);
      application = framework.application(10_000);
    }

    Browser browser() throws Exception {
      Browser present = browser;
      if (present == null) {
        present = Browser.start(folder.resolve("profile"));
        browser = present;
      }
      return present;
    }

    @Override
    public void close() throws IOException {
      if (browser != null) {
        browser.close();
      }
      framework.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    ExtensionContext.Store store =
        context.getRoot().getStore(ExtensionContext.Namespace.create(SharedLab.class));
    Started present = store.get(Started.class, Started.class);
    if (present == null) {
      present = new Started();
      store.put(Started.class, present);
    }
    started = present;
  }

  private Started started() {
    if (started == null) {
      throw new IllegalStateException("not within a test");
    }
    return started;
  }

  /** The browser; has the test skipped where there is none. */
  Browser browser() throws Exception {
    return started().browser();
  }

  /** Executes a command of the distribution; gives its exit status. */
  int execute(String... arguments) {
    return started().application.applyAsInt(arguments);
  }
}

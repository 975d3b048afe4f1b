package org.tierlab.boot;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Command lines that look at no plug-in. They are answered by the same command line as all others,
 * but from a class path instead of a framework, whose start is most of the time that they take.
 */
final class PlainCommands implements AutoCloseable {

  private static final String APPLICATION = "org.tierlab.command.component.PlainApplication";
  private static final Set<String> WORDS = Set.of("new", "--help", "-h", "--version", "-V");
  private static final Set<String> HELP = Set.of("--help", "-h");

  private final URLClassLoader bundles;

  private PlainCommands(URLClassLoader bundles) {
    this.bundles = bundles;
  }

  /** Whether a command line is one: {@code new}, or it asks for help or the version alone. */
  static boolean include(String[] args) {
    return args.length == 0
        || WORDS.contains(args[0])
        || (args.length == 2 && HELP.contains(args[1]));
  }

  /**
   * Opens the bundles of a distribution as a class path; plug-ins are among them, in case a package
   * of theirs is needed.
   *
   * @param home the distribution's folder
   */
  static PlainCommands open(Path home) throws IOException {
    List<URL> jars = new ArrayList<>();
    for (Path folder : TierlabFramework.Mode.BATCH.bundles(home)) {
      for (Path jar : TierlabFramework.jars(folder)) {
        jars.add(jar.toUri().toURL());
      }
    }
    return new PlainCommands(
        new URLClassLoader(jars.toArray(URL[]::new), PlainCommands.class.getClassLoader()));
  }

  /**
   * What answers command lines.
   *
   * @param home the distribution's folder
   * @param userPlugins the folder of the plug-ins that the user has installed
   */
  @SuppressWarnings("unchecked") // the class is named in one place, and implements it
  ToIntFunction<String[]> application(Path home, Path userPlugins)
      throws ReflectiveOperationException {
    return (ToIntFunction<String[]>)
        Class.forName(APPLICATION, true, bundles)
            .asSubclass(ToIntFunction.class)
            .getConstructor(Path.class, Path.class)
            .newInstance(home, userPlugins);
  }

  @Override
  public void close() throws IOException {
    bundles.close();
  }
}

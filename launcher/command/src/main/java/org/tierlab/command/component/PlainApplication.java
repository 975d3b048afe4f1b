package org.tierlab.command.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import java.util.jar.JarFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.tierlab.command.CommandEnvironment;
import org.tierlab.command.Installation;
import org.tierlab.command.TierlabCommand;
import org.tierlab.command.plugins.NoPlugins;
import org.tierlab.sim.Simulation;

/**
 * The same command line without a framework, for what looks at no plug-in: the launcher makes it
 * from a class path and saves the time that the framework takes to start.
 */
public final class PlainApplication implements ToIntFunction<String[]> {

  private final CommandEnvironment environment;

  /**
   * Called by the launcher.
   *
   * @param home the distribution's folder
   * @param plugins the folder of the plug-ins that the user has installed
   */
  public PlainApplication(Path home, Path plugins) {
    environment =
        new CommandEnvironment(
            version(),
            new Installation(home, plugins),
            new NoPlugins(),
            Simulation::of,
            CommandEnvironment.Stream.PIPE,
            () -> null,
            () -> null);
  }

  /** The version of the bundle that this class lies in, as the framework would tell it. */
  private static String version() {
    try {
      Path jar =
          Path.of(
              PlainApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (JarFile bundle = new JarFile(jar.toFile())) {
        String version =
            bundle.getManifest().getMainAttributes().getValue(Constants.BUNDLE_VERSION);
        return Version.parseVersion(version).toString();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int applyAsInt(String[] args) {
    return TierlabCommand.commandLine(
            environment,
            new PrintWriter(System.out, true, UTF_8),
            new PrintWriter(System.err, true, UTF_8))
        .execute(args);
  }
}

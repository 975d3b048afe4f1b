package org.tierlab.command.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.tierlab.command.CommandEnvironment;
import org.tierlab.command.Installation;
import org.tierlab.command.TierlabCommand;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.shell.InteractiveShell;
import org.tierlab.command.web.WebFrontend;
import org.tierlab.sim.Simulation;

/** Offers the command line to the launcher. */
@Component(service = ToIntFunction.class, property = "tierlab.application:Boolean=true")
public final class CommandApplication implements ToIntFunction<String[]> {

  /** Set by the start script where standard error is a terminal. */
  private static final String TERMINAL = "tierlab.terminal";

  /** The distribution's folder. */
  private static final String HOME = "tierlab.home";

  /** The folder of the plug-ins that the user has installed. */
  private static final String PLUGINS = "tierlab.plugins";

  private final CommandEnvironment environment;

  /** The shell, whose bundle is absent when a single command is run. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable InteractiveShell shell;

  /** The dashboard, whose bundle is absent likewise. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable WebFrontend web;

  /** Called by the component runtime. */
  @Activate
  public CommandApplication(BundleContext context, @Reference PluginHost plugins) {
    environment =
        new CommandEnvironment(
            context.getBundle().getVersion().toString(),
            new Installation(path(context, HOME), path(context, PLUGINS)),
            plugins,
            Simulation::of,
            Boolean.getBoolean(TERMINAL)
                ? CommandEnvironment.Stream.TERMINAL
                : CommandEnvironment.Stream.PIPE,
            () -> shell,
            () -> web);
  }

  private static Path path(BundleContext context, String property) {
    String path = context.getProperty(property);
    return Path.of(path == null ? "." : path);
  }

  @Override
  public int applyAsInt(String[] args) {
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    return TierlabCommand.commandLine(environment, out, err).execute(args);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, UTF_8);
  }
}

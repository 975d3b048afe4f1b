package org.tierlab.command.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.tierlab.command.TierlabCommand;

/** Offers the command line to the launcher. */
@Component(service = ToIntFunction.class, property = "tierlab.application:Boolean=true")
public final class CommandApplication implements ToIntFunction<String[]> {

  private final String version;

  /** Called by the component runtime. */
  @Activate
  public CommandApplication(BundleContext context) {
    this.version = context.getBundle().getVersion().toString();
  }

  @Override
  public int applyAsInt(String[] args) {
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    return TierlabCommand.commandLine(version, out, err).execute(args);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, UTF_8);
  }
}

package org.tierlab.web.component;

import java.io.IOException;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.web.server.Dashboard;

/**
 * The shell's command {@code tier:web}: serves the shell's run to browsers. It stays when a command
 * has been executed, since the server goes on.
 */
@Component(
    immediate = true,
    service = Function.class,
    property = {"osgi.command.scope=tier", "osgi.command.function=web"})
public final class WebCommand implements Function {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MOST_PORT = 65_535;

  private final ShellRuns runs;
  private final PluginHost plugins;
  private @Nullable Dashboard dashboard;

  /** Called by the component runtime. */
  @Activate
  public WebCommand(@Reference ShellRuns runs, @Reference PluginHost plugins) {
    this.runs = runs;
    this.plugins = plugins;
  }

  @Override
  public synchronized Object execute(CommandSession session, List<Object> arguments)
      throws IOException {
    if (dashboard == null) {
      int port = arguments.isEmpty() ? 0 : port(arguments.get(0).toString());
      dashboard = new Dashboard(runs, plugins, LOOPBACK, port);
    }
    return dashboard.url();
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MOST_PORT) {
      throw new Refusal("the port is '" + text + "', expected 0 to " + MOST_PORT);
    }
    return Integer.parseInt(text);
  }

  /** Called by the component runtime. */
  @Deactivate
  synchronized void deactivate() {
    if (dashboard != null) {
      dashboard.close();
    }
  }
}

package org.tierlab.web.component;

import org.osgi.service.component.annotations.Component;
import org.tierlab.command.shell.ShellRequest;
import org.tierlab.command.web.WebFrontend;
import org.tierlab.web.server.WebSession;

/** Offers the dashboard to the command line. */
@Component
public final class WebDashboard implements WebFrontend {
  @Override
  public int serve(ShellRequest request, String address, int port) {
    return new WebSession(request, address, port).run();
  }
}

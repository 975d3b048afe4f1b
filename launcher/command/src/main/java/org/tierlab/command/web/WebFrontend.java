package org.tierlab.command.web;

import org.tierlab.command.shell.ShellRequest;

/** Serves a dashboard. */
public interface WebFrontend {
  /**
   * Serves until the program is interrupted.
   *
   * @param request the run to begin with, plug-ins, and what runs leave behind
   * @param address where to listen, such as {@code 127.0.0.1}
   * @param port a TCP port, 0 for any
   * @return the exit status
   */
  int serve(ShellRequest request, String address, int port);
}

package org.tierlab.web.server;

import java.io.IOException;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.shell.ShellRequest;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.RunFiles;
import org.tierlab.shell.run.ShellRuns;

/** A dashboard from the command line: serves until the program is interrupted. */
public final class WebSession {
  private static final int USAGE = 2;

  private final ShellRequest request;
  private final String address;
  private final int port;

  /**
   * Prepares a session.
   *
   * @param request the run to begin with
   * @param address where to listen
   * @param port a TCP port, 0 for any
   */
  public WebSession(ShellRequest request, String address, int port) {
    this.request = request;
    this.address = address;
    this.port = port;
  }

  /**
   * Serves.
   *
   * @return the exit status: 2 if nothing could be served, else the worst that a run asks for
   */
  public int run() {
    RunFiles files = new RunFiles(request.log(), request.out());
    ShellRuns runs =
        new ShellRuns(request.plugins(), request.simulations(), files, run -> tell(run.epilogue()));
    try (Dashboard dashboard = new Dashboard(runs, request.plugins(), address, port)) {
      ExperimentPlan plan = request.plan();
      if (plan != null && request.isPaused()) {
        runs.startPaused(plan, files);
      } else if (plan != null) {
        runs.start(plan, files);
      }
      tell("dashboard at " + dashboard.url());
      serve(runs);
      return runs.status();
    } catch (Refusal e) {
      tell(String.valueOf(e.getMessage()));
      return USAGE;
    } catch (InterruptedException e) {
      end(runs);
      return runs.status();
    } catch (IOException e) {
      tell("cannot listen at " + address + ":" + port + ": " + e.getMessage());
      return USAGE;
    }
  }

  /** Until Ctrl-C, which ends the run first. */
  private static void serve(ShellRuns runs) {
    try {
      new java.util.concurrent.CountDownLatch(1).await();
    } catch (InterruptedException e) {
      end(runs);
    }
  }

  private static void end(ShellRuns runs) {
    try {
      runs.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(String line) {
    System.err.println("tierlab: " + line);
    System.err.flush();
  }
}

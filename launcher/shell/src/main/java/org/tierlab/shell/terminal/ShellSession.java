package org.tierlab.shell.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.felix.gogo.runtime.threadio.ThreadPrintStream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.shell.ShellRequest;
import org.tierlab.shell.command.TierCommand;
import org.tierlab.shell.command.TierCommands;
import org.tierlab.shell.run.RunFiles;
import org.tierlab.shell.run.ShellRuns;

/** One use of the shell: starts the run, answers commands, ends the run. */
public final class ShellSession {

  private static final String WELCOME =
      "Tierlab: help lists the commands, Tab completes, Ctrl-D leaves.";

  private final BundleContext context;
  private final CommandProcessor processor;
  private final List<TierCommand> commands = TierCommands.all();
  private volatile Consumer<String> notices = ShellSession::tellErrors;
  private final AtomicBoolean isStopping = new AtomicBoolean();
  private final ShellRuns runs;
  private final @Nullable ExperimentPlan plan;
  private final boolean isPaused;

  /**
   * Prepares a session.
   *
   * @param context of the bundle that offers the commands
   * @param processor Gogo
   * @param request what to begin with
   */
  public ShellSession(BundleContext context, CommandProcessor processor, ShellRequest request) {
    this.context = context;
    this.processor = processor;
    plan = request.plan();
    isPaused = request.isPaused();
    runs =
        new ShellRuns(
            request.plugins(),
            request.simulations(),
            new RunFiles(request.log(), request.out()),
            run -> notices.accept(run.epilogue()));
  }

  /**
   * Answers commands until the input ends or somebody leaves.
   *
   * @return the exit status: 2 if a run could not start or a line of a script went wrong, 1 if a
   *     run was not complete or broke an invariant, else 0
   */
  public int run() {
    List<ServiceRegistration<?>> registrations = new ArrayList<>(register());
    registrations.add(context.registerService(ShellRuns.class, runs, null));
    Thread hook = stopAtShutdown(Thread.currentThread());
    int status = 0;
    try {
      if (plan != null && isPaused) {
        runs.startPaused(plan, runs.files());
      } else if (plan != null) {
        runs.start(plan, runs.files());
      }
      status = answer();
      runs.end();
    } catch (InterruptedException e) {
      endAfterInterrupt();
    } finally {
      registrations.forEach(ServiceRegistration::unregister);
      forget(hook);
    }
    return Math.max(status, runs.status());
  }

  private List<ServiceRegistration<Function>> register() {
    List<ServiceRegistration<Function>> registrations = new ArrayList<>();
    for (TierCommand command : commands) {
      Map<String, Object> properties =
          Map.of(
              CommandProcessor.COMMAND_SCOPE,
              "tier",
              CommandProcessor.COMMAND_FUNCTION,
              command.word());
      registrations.add(
          context.registerService(
              Function.class,
              new CommandFunction(command, runs),
              FrameworkUtil.asDictionary(properties)));
    }
    return registrations;
  }

  private int answer() throws InterruptedException {
    Terminal terminal = terminal();
    if (terminal == null) {
      return answerScript();
    }
    try (terminal;
        CommandSession session =
            processor.createSession(terminal.input(), terminal.output(), terminal.output())) {
      Path history = InteractiveLoop.history(Path.of(System.getProperty("user.home", ".")));
      InteractiveLoop loop =
          new InteractiveLoop(new Interpreter(session), runs, commands, terminal, history);
      notices = loop::tell;
      terminal.writer().println(WELCOME);
      loop.run(isStopping);
      runs.end();
      notices = ShellSession::tellErrors;
      return 0;
    } catch (IOException e) {
      tellErrors("the terminal is gone: " + e.getMessage());
      return 1;
    }
  }

  private int answerScript() throws InterruptedException {
    PrintStream out = root(System.out);
    PrintStream errors = root(System.err);
    try (CommandSession session =
        processor.createSession(InputStream.nullInputStream(), out, errors)) {
      return new ScriptLoop(new Interpreter(session), runs, errors).run(System.in);
    }
  }

  /** What lies below Gogo's stream, which would lead a session's output back to the session. */
  private static PrintStream root(PrintStream stream) {
    return stream instanceof ThreadPrintStream gogo ? gogo.getRoot() : stream;
  }

  /** The terminal at standard input, null if there is none. */
  private static @Nullable Terminal terminal() {
    try {
      return TerminalBuilder.builder()
          .name("tierlab")
          .system(true)
          .jna(false)
          .jansi(false)
          .exec(true)
          .dumb(false)
          .nativeSignals(true)
          .signalHandler(Terminal.SignalHandler.SIG_IGN)
          .build();
    } catch (IOException | IllegalStateException e) {
      return null;
    }
  }

  private static void tellErrors(String line) {
    System.err.println("tierlab: " + line);
    System.err.flush();
  }

  /** Ends the run although the process is asked, perhaps more than once, to end. */
  private void endAfterInterrupt() {
    boolean isEnded = false;
    while (!isEnded) {
      try {
        runs.end();
        isEnded = true;
      } catch (InterruptedException e) {
        isStopping.set(true);
      }
    }
  }

  private Thread stopAtShutdown(Thread session) {
    Thread hook =
        new Thread(
            () -> {
              isStopping.set(true);
              session.interrupt();
            },
            "tierlab-shell-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private void forget(Thread hook) {
    if (!isStopping.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        isStopping.set(true);
      }
    }
  }
}

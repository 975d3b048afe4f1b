package org.tierlab.shell;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.shell.command.Arguments;
import org.tierlab.shell.command.Screen;
import org.tierlab.shell.command.TierCommand;
import org.tierlab.shell.command.TierCommands;
import org.tierlab.shell.run.RunFiles;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.result.RunResult;

/** A shell whose simulation is a mock that the test moves on. */
public abstract class ShellFixture {

  protected final Catalogue catalogue = new Catalogue();
  protected final PluginHost host = mock(PluginHost.class);
  protected final Simulation simulation = mock(Simulation.class);
  protected final RunPlugins lent = mock(RunPlugins.class);
  protected final CompletableFuture<RunResult> end = new CompletableFuture<>();
  protected final List<Change> changes = new CopyOnWriteArrayList<>();
  protected final List<String> notices = new CopyOnWriteArrayList<>();
  protected final ShellRuns runs =
      new ShellRuns(
          host,
          (experiment, plugins) -> simulation,
          new RunFiles(null, null),
          run -> notices.add(run.epilogue()));
  protected volatile String outcome = "done";
  private final AtomicLong nowMs = new AtomicLong(1);

  @BeforeEach
  void teach() throws Exception {
    lenient().when(host.entries()).thenReturn(catalogue.entries());
    when(host.find(any(), anyString()))
        .thenAnswer(call -> catalogue.find(call.getArgument(0), call.getArgument(1)));
    when(host.names(any())).thenAnswer(call -> catalogue.names(call.getArgument(0)));
    when(host.open()).thenReturn(lent);
    when(simulation.run()).thenAnswer(call -> end.join());
    when(simulation.snapshot()).thenAnswer(call -> States.at(nowMs.get()));
    when(simulation.settled())
        .thenAnswer(call -> CompletableFuture.completedFuture(States.at(nowMs.get())));
    when(simulation.expectedAccesses()).thenReturn(1000L);
    when(simulation.request(any(), anyString())).thenAnswer(call -> request(call.getArgument(0)));
    doAnswer(call -> end.complete(States.ended(nowMs.get(), false, call.getArgument(0))))
        .when(simulation)
        .stop(anyString());
    doAnswer(
            call -> {
              nowMs.addAndGet(call.<Long>getArgument(0) / 1_000_000);
              return null;
            })
        .when(simulation)
        .step(anyLong());
  }

  private CompletableFuture<LoggedChange> request(Change change) {
    changes.add(change);
    return CompletableFuture.completedFuture(
        new LoggedChange(nowMs.get() * 1_000_000, 1, change, "shell", "", outcome));
  }

  @AfterEach
  void endRun() {
    end.complete(States.ended(nowMs.get(), true, ""));
  }

  /** Lets simulated time pass. */
  protected void moveTo(long ms) {
    nowMs.set(ms);
  }

  /** Starts the run. */
  protected void start() {
    runs.start(States.plan(), runs.files());
  }

  /** Executes a command and returns what it prints. */
  protected String tier(String... words) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(words));
    TierCommand command = command(all.remove(0));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      command.execute(runs, new Arguments(command, all), new Screen(out, Screen.Kind.PLAIN));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private final List<TierCommand> commands = TierCommands.all();

  /** The command of a name. */
  protected TierCommand command(String word) {
    return commands.stream().filter(one -> one.word().equals(word)).findFirst().orElseThrow();
  }
}

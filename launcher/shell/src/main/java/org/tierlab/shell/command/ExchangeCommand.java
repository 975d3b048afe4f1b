package org.tierlab.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tierlab.command.plugins.VersionedName;
import org.tierlab.command.report.ChangeWords;
import org.tierlab.command.report.Figures;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.Newcomer;
import org.tierlab.shell.run.Placed;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.Change.Action;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;

/** Exchanges plug-ins of the run: swaps one for another, adds or removes one. */
final class ExchangeCommand implements TierCommand {

  private static final List<PluginKind> LISTED = List.of(PluginKind.SOURCE, PluginKind.POLICY);
  private static final List<PluginKind> ALL =
      List.of(PluginKind.SOURCE, PluginKind.POLICY, PluginKind.ENGINE);

  private final Action action;
  private final List<PluginKind> kinds;
  private final String names;
  private final String about;

  private ExchangeCommand(Action action, List<PluginKind> kinds, String names, String about) {
    this.action = action;
    this.kinds = kinds;
    this.names = names;
    this.about = about;
  }

  /** One plug-in for another, in its place in the list. */
  static ExchangeCommand swap() {
    return new ExchangeCommand(
        Action.SWAP,
        ALL,
        "OLD NEW [as NAME] [KNOB=VALUE...]",
        "Swaps a plug-in of the run for another.");
  }

  /** One more, at the end of its list. */
  static ExchangeCommand add() {
    return new ExchangeCommand(
        Action.ADD,
        LISTED,
        "PLUGIN [as NAME] [KNOB=VALUE...]",
        "Adds a plug-in to the run, last in its list.");
  }

  /** One less. */
  static ExchangeCommand remove() {
    return new ExchangeCommand(Action.REMOVE, LISTED, "NAME", "Removes a plug-in from the run.");
  }

  @Override
  public String word() {
    return action.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String usage() {
    return String.join("|", words()) + " " + names;
  }

  @Override
  public String about() {
    return about;
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen)
      throws InterruptedException {
    BackgroundRun run = runs.current();
    PluginKind kind = arguments.kind(kinds.toArray(PluginKind[]::new));
    LoggedChange logged = run.change(change(runs, run, kind, arguments));
    screen.print(
        "%s at %s: %s"
            .formatted(
                ChangeWords.of(logged.change()), Figures.time(logged.atNs()), logged.outcome()));
  }

  private List<String> words() {
    return kinds.stream().map(PluginKind::word).toList();
  }

  private Change change(ShellRuns runs, BackgroundRun run, PluginKind kind, Arguments arguments) {
    String first = arguments.word("the name");
    if (action == Action.REMOVE) {
      arguments.end();
      return Change.remove(kind, first);
    }
    List<Placed> staying = Placed.of(run.now(), runs.catalogue());
    if (action == Action.ADD) {
      return Change.add(kind, newcomer(runs, kind, first, arguments, staying));
    }
    String name = arguments.word("the new name");
    List<Placed> others = new ArrayList<>(staying);
    others.removeIf(placed -> placed.kind() == kind && placed.name().equals(first));
    return Change.swap(kind, first, newcomer(runs, kind, name, arguments, others));
  }

  private static PluginSetting newcomer(
      ShellRuns runs, PluginKind kind, String name, Arguments arguments, List<Placed> staying) {
    String own = arguments.take("as") ? arguments.word("the name behind 'as'") : usual(kind, name);
    return Newcomer.setting(runs.catalogue(), kind, name, own, arguments.knobs(), staying);
  }

  /** One version of a plug-in is called by the plug-in's name. */
  private static String usual(PluginKind kind, String name) {
    return kind == PluginKind.ENGINE ? name : VersionedName.parse(name).name();
  }

  @Override
  public List<String> completions(ShellRuns runs, List<String> before) {
    if (before.isEmpty()) {
      return words();
    }
    PluginKind kind =
        kinds.stream().filter(one -> one.word().equals(before.get(0))).findFirst().orElse(null);
    if (kind == null) {
      return List.of();
    }
    boolean isLeaving = action != Action.ADD && before.size() == 1;
    if (isLeaving) {
      return runs.hasRun()
          ? Placed.of(runs.current().now(), runs.catalogue()).stream()
              .filter(placed -> placed.kind() == kind)
              .map(Placed::name)
              .toList()
          : List.of();
    }
    int nameAt = action == Action.ADD ? 1 : 2;
    if (action == Action.REMOVE || before.size() < nameAt) {
      return List.of();
    }
    if (before.size() == nameAt) {
      return runs.catalogue().names(kind);
    }
    var entry = runs.catalogue().find(kind, before.get(nameAt));
    return entry == null
        ? List.of()
        : entry.knobs().stream().map(knob -> knob.name() + "=").toList();
  }
}

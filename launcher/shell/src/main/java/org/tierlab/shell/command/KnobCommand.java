package org.tierlab.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tierlab.command.report.Figures;
import org.tierlab.command.report.TextTable;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.Placed;
import org.tierlab.shell.run.PlacedKnob;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;

/** Lists, reads and sets the knobs of the plug-ins in place. */
final class KnobCommand implements TierCommand {

  private static final List<String> VERBS = List.of("list", "get", "set");

  @Override
  public String word() {
    return "knob";
  }

  @Override
  public String usage() {
    return "list [PLUGIN] | get KNOB | set KNOB VALUE";
  }

  @Override
  public String about() {
    return "Lists, reads or sets knobs, by the kernel's name or path or the experiment's name.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen)
      throws InterruptedException {
    BackgroundRun run = runs.current();
    List<Placed> placed = Placed.of(run.now(), runs.catalogue());
    String verb = arguments.word("list, get or set");
    switch (verb) {
      case "list" -> screen.print(list(placed, arguments));
      case "get" -> {
        PlacedKnob knob = PlacedKnob.find(placed, arguments.word("the knob"));
        arguments.end();
        screen.print(knob.value());
      }
      case "set" -> {
        PlacedKnob knob = PlacedKnob.find(placed, arguments.word("the knob"));
        screen.print(set(run, knob, knob.parse(arguments.rest("the value"))));
      }
      default -> throw arguments.wrong("'" + verb + "' is none of list, get and set");
    }
  }

  private static String list(List<Placed> placed, Arguments arguments) {
    String name = arguments.optional();
    arguments.end();
    TextTable table = new TextTable(0, 2, 3);
    table.row("KNOB", "VALUE", "KERNEL", "");
    for (PlacedKnob knob : PlacedKnob.of(placed)) {
      if (name == null || knob.plugin().name().equals(name)) {
        table.row(
            knob.fullName(),
            knob.value(),
            knob.knob().kernel(),
            knob.knob().runtime() ? "" : "(fixed while the run goes on)");
      }
    }
    if (name != null && placed.stream().noneMatch(plugin -> plugin.name().equals(name))) {
      throw new Refusal(
          "the run has no plug-in '%s' in place; it has: %s"
              .formatted(
                  name, String.join(", ", placed.stream().map(Placed::name).distinct().toList())));
    }
    return table.toString();
  }

  private static String set(BackgroundRun run, PlacedKnob knob, Object value)
      throws InterruptedException {
    LoggedChange logged =
        run.change(
            Change.knobs(
                knob.plugin().kind(), knob.plugin().setting(Map.of(knob.knob().name(), value))));
    return "set %s to %s at %s: %s"
        .formatted(
            knob.fullName(),
            org.tierlab.command.experiment.KnobText.withUnit(knob.knob(), value),
            Figures.time(logged.atNs()),
            logged.outcome());
  }

  @Override
  public List<String> completions(ShellRuns runs, List<String> before) {
    if (before.isEmpty()) {
      return VERBS;
    }
    if (before.size() > 1 || !runs.hasRun()) {
      return List.of();
    }
    List<Placed> placed = Placed.of(runs.current().now(), runs.catalogue());
    if (before.get(0).equals("list")) {
      return placed.stream().map(Placed::name).distinct().toList();
    }
    List<PlacedKnob> knobs = PlacedKnob.of(placed);
    List<String> names = new ArrayList<>();
    for (PlacedKnob knob : knobs) {
      String name = knob.knob().name();
      if (knobs.stream().filter(other -> other.knob().name().equals(name)).count() == 1) {
        names.add(name);
      }
      names.add(knob.fullName());
      if (!knob.knob().kernel().isEmpty()) {
        names.add(knob.knob().kernel());
      }
    }
    return names.stream().distinct().toList();
  }
}

package org.tierlab.web.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.Newcomer;
import org.tierlab.shell.run.Placed;
import org.tierlab.shell.run.PlacedKnob;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;

/** What a page can do to a run. Changes are logged with origin {@code web} and replay. */
final class Controls {
  private static final String ORIGIN = "web";

  private final ShellRuns runs;
  private final Pace pace;

  Controls(ShellRuns runs, Pace pace) {
    this.runs = runs;
    this.pace = pace;
  }

  /**
   * Does something.
   *
   * @param what {@code swap}, {@code add}, {@code remove}, {@code knob}, {@code pause}, {@code
   *     resume}, {@code step}, {@code speed}, {@code run} or {@code end}
   * @param given its arguments
   * @return what came of it, one line
   * @throws Refusal if it cannot be done
   */
  String act(String what, Map<String, Object> given) throws InterruptedException {
    return switch (what) {
      case "swap", "add", "remove" -> exchange(what, given);
      case "knob" -> knob(text(given, "knob"), text(given, "value"));
      case "pause" -> {
        pace.release();
        yield runs.current().isPaused() ? "paused" : at(runs.current().pause().simulatedNs());
      }
      case "resume" -> {
        pace.release();
        runs.current().resume();
        yield "resumed";
      }
      case "step" -> step(number(given, "ms"));
      case "speed" -> {
        pace.set(number(given, "factor"));
        yield "set the speed";
      }
      case "run" -> {
        ExperimentPlan plan = runs.read(Path.of(text(given, "file")), List.of());
        pace.begun(runs.start(plan, runs.files()));
        yield "running " + plan.experiment().name();
      }
      case "end" -> {
        pace.release();
        yield runs.end() ? "ended" : "the run is over";
      }
      default -> throw new Refusal("there is no control '" + what + "'");
    };
  }

  private String step(double ms) throws InterruptedException {
    if (!(ms > 0 && ms <= 1e9)) {
      throw new Refusal("the step is " + ms + " ms, expected more than 0");
    }
    pace.release();
    if (!runs.current().isPaused()) {
      runs.current().pause();
    }
    return at(runs.current().step(Math.max(1, Math.round(ms * 1e6))).simulatedNs());
  }

  private static String at(long ns) {
    return "at " + ns / 1e9 + " s";
  }

  private String exchange(String what, Map<String, Object> given) throws InterruptedException {
    PluginKind kind = kind(text(given, "kind"));
    BackgroundRun run = runs.current();
    List<Placed> staying = new ArrayList<>(Placed.of(run.now(), runs.catalogue()));
    Change change;
    if (what.equals("remove")) {
      change = Change.remove(kind, text(given, "old"));
    } else if (what.equals("add")) {
      change = Change.add(kind, newcomer(kind, text(given, "new"), staying));
    } else {
      String old = text(given, "old");
      staying.removeIf(placed -> placed.kind() == kind && placed.name().equals(old));
      change = Change.swap(kind, old, newcomer(kind, text(given, "new"), staying));
    }
    return told(run.change(change, ORIGIN));
  }

  private PluginSetting newcomer(PluginKind kind, String name, List<Placed> staying) {
    return Newcomer.setting(runs.catalogue(), kind, name, name, Map.of(), staying);
  }

  private String knob(String name, String value) throws InterruptedException {
    BackgroundRun run = runs.current();
    PlacedKnob knob = PlacedKnob.find(Placed.of(run.now(), runs.catalogue()), name);
    Object typed = knob.parse(value);
    return told(
        run.change(
            Change.knobs(
                knob.plugin().kind(), knob.plugin().setting(Map.of(knob.knob().name(), typed))),
            ORIGIN));
  }

  private static String told(LoggedChange logged) {
    return logged.outcome() + " " + at(logged.atNs());
  }

  private static PluginKind kind(String word) {
    return Arrays.stream(PluginKind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new Refusal("there is no kind '" + word + "'"));
  }

  private static String text(Map<String, Object> given, String key) {
    Object value = given.get(key);
    if (value == null) {
      throw new Refusal("'" + key + "' is missing");
    }
    return value.toString();
  }

  private static double number(Map<String, Object> given, String key) {
    try {
      return Double.parseDouble(text(given, key));
    } catch (NumberFormatException e) {
      throw new Refusal("'" + key + "' is no number");
    }
  }
}

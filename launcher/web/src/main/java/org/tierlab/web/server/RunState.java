package org.tierlab.web.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.report.Json;
import org.tierlab.command.report.ResultDocument;
import org.tierlab.report.figure.FigureBuilder;
import org.tierlab.report.figure.RunFigures;
import org.tierlab.report.page.FigureJson;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.Placed;
import org.tierlab.shell.run.PlacedKnob;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.RunResult;

/** How a run stands, as one JSON object for pages. */
final class RunState {
  /** Places of a line that a page gets while the run goes on. */
  private static final int MOST_PLACES = 400;

  private final ShellRuns runs;
  private final Pace pace;

  RunState(ShellRuns runs, Pace pace) {
    this.runs = runs;
    this.pace = pace;
  }

  /** The state on one line. */
  String json() {
    Map<String, @Nullable Object> state = new LinkedHashMap<>();
    state.put("catalogue", catalogue(runs.catalogue()));
    if (!runs.hasRun()) {
      return Json.line(state);
    }
    BackgroundRun run = runs.current();
    // Told before the state is taken, so that one that is called paused is not of before the pause.
    String told = run.isOver() ? "over" : stateOf(run);
    RunResult now = run.now();
    state.put("state", told);
    state.put("pace", pace.factor());
    state.put("running_s", run.runningNs() / 1e9);
    state.put("share", share(run, now));
    state.put("problem", run.problem());
    state.put("epilogue", told.equals("over") ? run.epilogue() : null);
    state.put("placed", placed(now));
    String head = Json.line(state);
    if (run.problem() != null && now.phases().isEmpty()) {
      return head;
    }
    RunFigures figures =
        FigureBuilder.of(
            run.plan().experiment().name(),
            run.plan().experiment().machine().nodes(),
            run.recording().thinned(MOST_PLACES),
            now,
            run.figures());
    String result = Json.line(ResultDocument.of(run.plan(), List.of(now)));
    return head.substring(0, head.length() - 1)
        + ",\"result\":"
        + result
        + ",\"figures\":"
        + FigureJson.of(figures)
        + "}";
  }

  private String stateOf(BackgroundRun run) {
    return run.isPaused() && pace.factor() == 0 ? "paused" : "running";
  }

  /** How much of the run is done, by accesses or by its time limit; negative if unknown. */
  private static double share(BackgroundRun run, RunResult now) {
    double share = -1;
    if (run.expectedAccesses() > 0) {
      share = (double) now.total().accesses() / run.expectedAccesses();
    }
    long limitNs = run.plan().experiment().limitNs();
    if (limitNs != Long.MAX_VALUE) {
      share = Math.max(share, (double) now.simulatedNs() / limitNs);
    }
    return Math.min(1, share);
  }

  private static Map<String, Object> catalogue(PluginCatalogue catalogue) {
    Map<String, Object> kinds = new LinkedHashMap<>();
    for (PluginKind kind : List.of(PluginKind.SOURCE, PluginKind.POLICY, PluginKind.ENGINE)) {
      kinds.put(kind.word(), catalogue.names(kind));
    }
    return kinds;
  }

  private List<Object> placed(RunResult now) {
    List<Placed> all = Placed.of(now, runs.catalogue());
    List<PlacedKnob> knobs = PlacedKnob.of(all);
    List<Object> placed = new ArrayList<>();
    for (Placed plugin : all) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("kind", plugin.kind().word());
      one.put("name", plugin.name());
      one.put("plugin", plugin.participant().plugin());
      one.put("version", plugin.participant().provenance().version());
      List<Object> mine = new ArrayList<>();
      for (PlacedKnob knob : knobs) {
        if (knob.plugin().equals(plugin)) {
          mine.add(
              Map.of(
                  "name", knob.knob().name(),
                  "full", plugin.kind().word() + "." + knob.fullName(),
                  "value", knob.value(),
                  "kernel", knob.knob().kernel(),
                  "about", knob.knob().about(),
                  "runtime", knob.knob().runtime()));
        }
      }
      one.put("knobs", mine);
      placed.add(one);
    }
    return placed;
  }
}

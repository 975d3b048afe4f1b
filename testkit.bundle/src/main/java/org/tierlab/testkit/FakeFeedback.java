package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.PolicyFeedback;
import org.tierlab.api.time.TaskView;

/** What the policies of a {@link FakeRun} tell its sources. */
final class FakeFeedback {
  private final FakePlugins plugins;
  private final List<Integer> wellPlaced = new ArrayList<>();
  private final Map<Integer, Map<FakePolicyContext, Boolean>> needs = new TreeMap<>();

  FakeFeedback(FakePlugins plugins) {
    this.plugins = plugins;
  }

  List<Integer> wellPlacedTasks() {
    return List.copyOf(wellPlaced);
  }

  boolean wanted(int source) {
    Map<FakePolicyContext, Boolean> said = needs.get(source);
    return said == null || said.containsValue(true);
  }

  void actedOn(int source, int mm, long firstPage, long pages) {
    PolicyFeedback feedback = feedbackOf(source);
    if (feedback != null) {
      feedback.actedOn(mm, firstPage, pages);
    }
  }

  void wellPlaced(TaskView task) {
    wellPlaced.add(task.id());
    for (FakeSourceContext source : plugins.attachedSources()) {
      PolicyFeedback feedback = source.feedback();
      if (feedback != null) {
        feedback.wellPlaced(task);
      }
    }
  }

  void needs(FakePolicyContext policy, int source, boolean needed) {
    boolean before = wanted(source);
    needs.computeIfAbsent(source, unused -> new LinkedHashMap<>()).put(policy, needed);
    PolicyFeedback feedback = feedbackOf(source);
    if (feedback != null && wanted(source) != before) {
      feedback.wanted(wanted(source));
    }
  }

  private @Nullable PolicyFeedback feedbackOf(int source) {
    return plugins.attachedSources().stream()
        .filter(one -> one.index() == source)
        .map(FakeSourceContext::feedback)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}

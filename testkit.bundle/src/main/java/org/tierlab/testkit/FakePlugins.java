package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.policy.PublishingSource;

/** The contexts of the plug-ins of a {@link FakeRun}, in order of attaching. */
final class FakePlugins {
  private final FakeRun run;
  private final List<FakeSourceContext> sources = new ArrayList<>();
  private final List<SourceContext> detached = new ArrayList<>();
  private final List<FakePolicyContext> policies = new ArrayList<>();
  private final List<FakeRunContext> engines = new ArrayList<>();

  FakePlugins(FakeRun run) {
    this.run = run;
  }

  FakeSourceContext addSource(String plugin, Map<String, ?> knobs) {
    FakeSourceContext context = new FakeSourceContext(run, sources.size(), plugin, knobs);
    sources.add(context);
    return context;
  }

  FakePolicyContext addPolicy(Map<String, ?> knobs) {
    FakePolicyContext context = new FakePolicyContext(run, policies.size(), knobs);
    policies.add(context);
    return context;
  }

  FakeRunContext addEngine(Map<String, ?> knobs) {
    FakeRunContext context = new FakeRunContext(run, "engine-" + engines.size(), knobs);
    engines.add(context);
    return context;
  }

  void detach(SourceContext source) {
    detached.add(source);
  }

  /** Sources that have ever been attached: their marks stay. */
  List<FakeSourceContext> sources() {
    return sources;
  }

  List<FakeSourceContext> attachedSources() {
    return sources.stream().filter(source -> !detached.contains(source)).toList();
  }

  List<FakePolicyContext> policies() {
    return policies;
  }

  void setKnob(String name, Object value) {
    boolean known = false;
    for (List<? extends FakeRunContext> contexts : List.of(sources, policies, engines)) {
      for (FakeRunContext context : contexts) {
        known |= context.setKnob(name, value);
      }
    }
    if (!known) {
      throw new IllegalArgumentException("no attached plug-in has a knob '" + name + "'");
    }
  }

  @Nullable FakeRunContext contextOf(String name) {
    for (List<? extends FakeRunContext> contexts : List.of(policies, sources, engines)) {
      for (FakeRunContext context : contexts) {
        if (context.name().equals(name)) {
          return context;
        }
      }
    }
    return null;
  }

  List<String> publishingSourcesBefore(int index) {
    return sources.stream().limit(index).map(FakeSourceContext::plugin).toList();
  }

  List<PublishingSource> publishingSources() {
    return attachedSources().stream().map(FakeSourceContext::identity).toList();
  }
}

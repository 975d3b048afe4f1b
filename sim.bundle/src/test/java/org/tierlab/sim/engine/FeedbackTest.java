package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.PolicyFeedback;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.TaskView;
import org.tierlab.sim.Lab;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.RunResult;

/** What a source hears of policies. */
class FeedbackTest {
  private final List<String> heard = new ArrayList<>();

  private PolicyFeedback listener() {
    return new PolicyFeedback() {
      @Override
      public void actedOn(int mm, long firstPage, long pages) {
        heard.add("acted on " + mm + " " + firstPage + "+" + pages);
      }

      @Override
      public void wanted(boolean wanted) {
        heard.add(wanted ? "wanted" : "not wanted");
      }

      @Override
      public void wellPlaced(TaskView task) {
        heard.add("well placed " + task.id());
      }
    };
  }

  private static Consumer<PolicyContext> at(long us, Consumer<PolicyContext> what) {
    return context -> context.kthread(context.name()).after(us * 1000, () -> what.accept(context));
  }

  private Lab lab() {
    return new Lab()
        .uniform(Map.of("node", 1, "accesses", 60_000L))
        .source("s", context -> context.onFeedback(listener()));
  }

  private static int source(PolicyContext context) {
    return context.sources().get(0).number();
  }

  @Test
  void theSourceRestsWhenAllThatAskedDoWithoutIt() {
    RunResult result =
        lab()
            .policy("a", at(1000, context -> context.needs(source(context), false)))
            .policy(
                "b",
                context -> {
                  context.needs(source(context), true);
                  at(2000, c -> c.needs(source(c), false)).accept(context);
                })
            .policy("c", at(3000, context -> context.needs(source(context), true)))
            .policy("silent", at(4000, context -> context.actedOn(source(context), 0, 64, 5)))
            .run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(heard).containsExactly("not wanted", "wanted", "acted on 0 64+5");
  }

  @Test
  void whoLeavesHasNoSayAnyMore() {
    PluginSetting quiet = PluginSetting.of("quiet");
    lab()
        .policy("refuses", context -> context.needs(source(context), false))
        .offer(PluginKind.POLICY, "quiet", () -> Lab.aPolicy(context -> {}))
        .change(
            new ScriptedChange(new ScriptedChange.AtTime(5_000_000), null, List.of(quiet), null))
        .run();
    assertThat(heard).containsExactly("not wanted", "wanted");
  }

  @Test
  void everySourceHearsThatATaskIsWellPlaced() {
    RunResult result =
        lab()
            .source("deaf", context -> {})
            .source("t", context -> context.onFeedback(listener()))
            .policy("a", at(1000, context -> context.wellPlaced(context.tasks().get(0))))
            .run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(heard).containsExactly("well placed 0", "well placed 0");
  }

  @Test
  void aSourceThatIsNotThereOrDoesNotListenIsNotTold() {
    RunResult result =
        new Lab()
            .source("deaf", context -> {})
            .policy(
                "a",
                context -> {
                  context.needs(source(context), false);
                  context.needs(99, false);
                  context.actedOn(99, 0, 0, 1);
                })
            .run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.complete()).isTrue();
  }
}

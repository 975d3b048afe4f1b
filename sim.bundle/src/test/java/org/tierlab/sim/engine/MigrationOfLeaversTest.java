package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.Placement;
import org.tierlab.sim.Lab;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.RunResult;

/** Migrations whose policy, engine or process leaves, and those that others have claimed. */
class MigrationOfLeaversTest extends MovesOfPages {
  /** 64 folios at 1 us each in batches of 16; at 50 us plug-ins are taken away. */
  private RunResult takenAway(ScriptedChange change) {
    MigrationPlan plan = batched();
    return new Lab()
        .policy(
            "mover",
            moves(
                context -> pages(plan, context.addressSpaces().get(0), 0, 64, 0), plan, this::note))
        .engine(
            "slow",
            16,
            (batch, report) -> {
              for (int i = 0; i < batch.folios(); i++) {
                report.done(i, 30_000);
              }
            })
        .change(change)
        .run();
  }

  @Test
  void aDepartedPolicysBatchLandsAndItsRestIsCancelled() {
    RunResult result =
        takenAway(new ScriptedChange(new ScriptedChange.AtTime(100_000), null, List.of(), null));

    assertOk(result);
    assertThat(outcomes).as("nobody is called any more").isEmpty();
    long moved = stats(result, "mover").get("folios.migrated");
    assertThat(moved).isIn(32L, 48L);
    assertThat(stats(result, "mover")).containsEntry("folios.cancelled", 64 - moved);
    assertThat(result.processes().get("0:uniform")).containsExactly(moved, 256 - moved);
  }

  @Test
  void anEngineThatIsSwappedFinishesItsBatchAndTheNextDoesTheRest() {
    List<Integer> later = new ArrayList<>();
    MigrationPlan plan = batched();
    RunResult result =
        new Lab()
            .policy(
                "mover",
                moves(
                    context -> pages(plan, context.addressSpaces().get(0), 0, 64, 0),
                    plan,
                    this::note))
            .engine(
                "slow",
                16,
                (batch, report) -> {
                  for (int i = 0; i < batch.folios(); i++) {
                    report.done(i, 30_000);
                  }
                })
            .offer(
                PluginKind.ENGINE,
                "next",
                () ->
                    Lab.anEngine(
                        512,
                        (batch, report) -> {
                          later.add(batch.folios());
                          Lab.steady(batch, report);
                        }))
            .change(
                new ScriptedChange(
                    new ScriptedChange.AtTime(100_000), null, null, PluginSetting.of("next")))
            .run();

    assertOk(result);
    assertThat(outcomes).hasSize(64).containsOnly(MigrationOutcome.MIGRATED);
    assertThat(later).singleElement().isIn(16, 32);
    assertThat(result.changes())
        .singleElement()
        .satisfies(logged -> assertThat(logged.change().action()).isEqualTo(Change.Action.SWAP));
  }

  @Test
  void foliosOfAProcessThatExitsAreFreedWhenTheyLand() {
    MigrationPlan plan = batched();
    List<Boolean> exited = new ArrayList<>();
    RunResult result =
        new Lab()
            .workload(
                "two",
                context -> {
                  for (String name : List.of("short", "long")) {
                    var process = context.process(name);
                    process.map("m", 64 * 4096, 0, Placement.on(1));
                    int[] left = {name.equals("long") ? 20_000 : 60};
                    process.task(
                        name,
                        batch -> {
                          if (left[0]-- > 0) {
                            batch.add(Access.of(63, false, 0));
                          }
                          return batch.to() > 0;
                        });
                  }
                })
            .policy(
                "mover",
                moves(
                    context -> pages(plan, context.addressSpaces().get(0), 0, 48, 0),
                    plan,
                    report -> {
                      exited.add(plan.mm(0).exited());
                      note(report);
                    }))
            .engine(
                "slow",
                32,
                (batch, report) -> {
                  for (int i = 0; i < batch.folios(); i++) {
                    report.done(i, 2_500_000);
                  }
                })
            .run();

    assertOk(result);
    assertThat(exited).containsExactly(true);
    assertThat(outcomes.subList(0, 32)).containsOnly(MigrationOutcome.MIGRATED);
    assertThat(outcomes.subList(32, 48)).containsOnly(MigrationOutcome.MM_EXITED);
    assertThat(result.processes().get("0:short")).containsExactly(0L, 0L);
    assertThat(result.processes().get("1:long")).containsExactly(0L, 64L);
  }

  /** Both policies' threads run at one moment; the first in the list runs first and claims. */
  @Test
  void aFolioThatAnEarlierPolicyClaimedIsLeftAlone() {
    Map<String, List<MigrationOutcome>> found = new HashMap<>();
    Lab lab = new Lab();
    for (String name : List.of("first", "second")) {
      MigrationPlan plan = plan(Reason.PROMOTION, Batching.ONE_BY_ONE, TargetRule.HIGH_WATERMARK);
      int from = name.equals("first") ? 0 : 2;
      lab.policy(
          name,
          moves(
              context -> pages(plan, context.addressSpaces().get(0), from, from + 4, 0),
              plan,
              report -> {
                List<MigrationOutcome> mine = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                  mine.add(report.outcome(i));
                }
                found.put(name, mine);
              }));
    }
    RunResult result = lab.engine("failing", 512, (batch, report) -> report.failed(0, 0)).run();

    assertOk(result);
    assertThat(found.get("first")).containsOnly(MigrationOutcome.COPY_FAILED);
    assertThat(found.get("second"))
        .containsExactly(
            MigrationOutcome.CLAIMED,
            MigrationOutcome.CLAIMED,
            MigrationOutcome.COPY_FAILED,
            MigrationOutcome.COPY_FAILED);
  }
}

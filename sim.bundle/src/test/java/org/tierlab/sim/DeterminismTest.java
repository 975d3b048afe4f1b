package org.tierlab.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.experiment.ScriptedChange.AtTime;
import org.tierlab.sim.result.CanonicalHash;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;

class DeterminismTest {
  /** A run in which much happens: marks at random, faults, promotions, an exchange. */
  private static Lab busy(long seed) {
    return new Lab()
        .seed(seed)
        .uniform(Map.of("node", 1, "tasks", 3, "accesses", 20_000L))
        .source(
            "marker",
            context -> {
              context.onHintFault(
                  fault -> fault.consult(new FaultEvidence().tiering(fault.nowNs() % 1000)));
              var thread = context.kthread("kmarkd");
              Runnable[] work = new Runnable[1];
              work[0] =
                  () -> {
                    long[] mask = {context.random().nextLong()};
                    context
                        .pageTable(context.addressSpaces().get(0))
                        .markProtNone(context.random().nextLong(4) * 64, 1, mask);
                    thread.charge(500);
                    thread.after(250_000, work[0]);
                  };
              thread.after(0, work[0]);
            })
        .policy(
            "taker",
            context -> context.onHintFault(fault -> (int) context.random().nextLong(3) - 1))
        .steadyEngine(512)
        .change(new ScriptedChange(new AtTime(3_000_000), null, List.of(), null))
        .change(
            new ScriptedChange(
                new AtTime(4_000_000), null, List.of(PluginSetting.of("taker")), null));
  }

  @Test
  void theSeedDecides() {
    String hash = busy(1).run().hash();

    assertThat(hash).hasSize(64);
    assertThat(busy(1).run().hash()).isEqualTo(hash);
    assertThat(busy(2).run().hash()).isNotEqualTo(hash);
  }

  @Test
  void runsSideBySideDoNotDisturbEachOther() {
    List<String> alone = new ArrayList<>();
    List<CompletableFuture<RunResult>> together = new ArrayList<>();
    for (long seed = 1; seed <= 4; seed++) {
      alone.add(busy(seed).run().hash());
      Lab lab = busy(seed);
      together.add(CompletableFuture.supplyAsync(lab::run));
    }
    for (int i = 0; i < 4; i++) {
      assertThat(together.get(i).join().hash()).isEqualTo(alone.get(i));
    }
  }

  @Test
  void phasesAddUpToTheTotal() {
    RunResult result = busy(1).run();

    assertThat(result.phases()).hasSize(3);
    assertThat(result.total().promotions()).isPositive();
    assertThat(result.phases()).extracting(Summary::promotions).element(1).isEqualTo(0L);
    long from = 0;
    long accesses = 0;
    long promotions = 0;
    long demotions = 0;
    long[] served = new long[2];
    Map<String, Double> cpu = new HashMap<>();
    for (Summary phase : result.phases()) {
      assertThat(phase.fromNs()).isEqualTo(from);
      from = phase.toNs();
      accesses += phase.accesses();
      promotions += phase.promotions();
      demotions += phase.demotions();
      served[0] += phase.nodeAccesses().get(0);
      served[1] += phase.nodeAccesses().get(1);
      phase.cpuNs().forEach((payer, ns) -> cpu.merge(payer, ns, Double::sum));
    }
    Summary total = result.total();
    assertThat(from).isEqualTo(result.simulatedNs()).isEqualTo(total.toNs());
    assertThat(accesses).isEqualTo(total.accesses()).isEqualTo(60_000);
    assertThat(promotions).isEqualTo(total.promotions());
    assertThat(demotions).isEqualTo(total.demotions());
    assertThat(served).containsExactly(total.nodeAccesses().get(0), total.nodeAccesses().get(1));
    assertThat(cpu.keySet()).isEqualTo(total.cpuNs().keySet());
    total.cpuNs().forEach((who, ns) -> assertThat(cpu.get(who)).isCloseTo(ns, within(0.01)));
  }

  @Test
  void payersAddUpToElapsedTime() {
    RunResult result = busy(1).run();

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.total().cpuNs().values().stream().mapToDouble(ns -> ns).sum())
        .isCloseTo(2.0 * result.simulatedNs(), within(2.0));
    assertThat(result.total().cpuNs().values()).allMatch(ns -> ns >= 0);
  }

  private static RunResult with(RunResult result, Map<String, Long> vmstat, long wallNs) {
    return new RunResult(
        result.seed(),
        result.complete(),
        result.stopped(),
        result.simulatedNs(),
        result.runtimeNs(),
        result.accessUnit(),
        result.total(),
        result.phases(),
        result.nodes(),
        result.processes(),
        vmstat,
        result.changes(),
        result.participants(),
        result.quarantined(),
        result.invariants(),
        "",
        wallNs);
  }

  @Test
  void theHashCoversEveryCounterAndNotTheWallClock() {
    RunResult result = busy(1).run();
    assertThat(CanonicalHash.seal(with(result, result.vmstat(), 1)).hash())
        .isEqualTo(result.hash());

    for (String name : result.vmstat().keySet()) {
      Map<String, Long> changed = new TreeMap<>(result.vmstat());
      changed.merge(name, 1L, Long::sum);
      assertThat(CanonicalHash.seal(with(result, changed, 1)).hash())
          .as(name)
          .isNotEqualTo(result.hash());
    }
  }

  /**
   * Tasks of 275 ns an access on a node of 26 GB/s; each asks for 64 bytes a 275 ns, 0.2327 GB/s.
   * 64 tasks on 64 CPUs with 16 overlapping misses would ask for 238 GB/s.
   */
  @ParameterizedTest
  @CsvSource({"8, 8, 14.9", "5, 16, 18.6", "64, 16, 26", "64, 64, 26"})
  void aNodeGivesWhatIsAskedForOrItsPeak(int tasks, int misses, double expectedGBps) {
    RunResult result =
        new Lab()
            .machine(Machines.twoNodes(4096, 4096, 64))
            .workload(
                "loop",
                context -> {
                  var process = context.process("p");
                  process.map("m", 4096 * 1024, 0, org.tierlab.api.workload.Placement.on(1));
                  for (int i = 0; i < tasks; i++) {
                    long[] accesses = new long[4096];
                    for (int j = 0; j < 4096; j++) {
                      accesses[j] =
                          org.tierlab.api.workload.Access.of((i + j * 7L) % 1024, false, 0);
                    }
                    process
                        .task(
                            "t" + i,
                            batch -> {
                              batch.wrap(accesses, 0, 4096);
                              return true;
                            })
                        .overlappingMisses(misses);
                  }
                })
            .source("none", context -> {})
            .change(new ScriptedChange(new AtTime(5_000_000), List.of(), null, null))
            .limitNs(40_000_000)
            .run();

    double settled = settled(result);
    assertThat(settled).isBetween(expectedGBps * 0.95, Math.min(26.0 * 1.01, expectedGBps * 1.05));
  }

  /** Bandwidth after the first five milliseconds, where a phase begins. */
  private static double settled(RunResult result) {
    return result.phases().get(result.phases().size() - 1).nodeAccesses().get(1)
        * 64.0
        / (result.simulatedNs() - result.phases().get(result.phases().size() - 1).fromNs());
  }
}

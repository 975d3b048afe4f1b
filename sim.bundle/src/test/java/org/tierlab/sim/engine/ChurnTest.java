package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.EngineSpec;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.CandidateQueue;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Machines;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.RunResult;

/** Plug-ins exchanged at random while the workload runs, and the run replayed from its log. */
@Timeout(120)
class ChurnTest {
  private final AtomicInteger callsAfterRelease = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();
  private Lab lab = new Lab();

  /** A plug-in that knows whether it was given back, and looks at the books whenever it runs. */
  private abstract class Tracked {
    private PluginContext context;
    private int checks;

    void attached(RunContext newContext) {
      context = (PluginContext) newContext;
      alive();
    }

    final void alive() {
      if (lab.released.contains(this)) {
        callsAfterRelease.incrementAndGet();
      }
    }

    final void check() {
      alive();
      if (checks++ % 16 == 0 && !new Invariants(context.engine).check().equals("ok")) {
        violations.incrementAndGet();
      }
    }
  }

  /** Harvests accessed bits, marks some pages and publishes what it finds. */
  private final class ScanSource extends Tracked implements HotnessSource {
    private final long periodNs;

    ScanSource(long periodNs) {
      this.periodNs = periodNs;
    }

    @Override
    public SourceSpec spec() {
      return new SourceSpec(Lab.NoKnobs.class, Set.of());
    }

    @Override
    public void attach(SourceContext context) {
      attached(context);
      var thread = context.kthread("kscand");
      Runnable[] scan = new Runnable[1];
      scan[0] =
          () -> {
            check();
            AddressSpaceView mm = context.addressSpaces().get(0);
            long[] words = new long[4];
            context.pageTable(mm).testAndClearAccessed(0, 4, words);
            HotnessEvents events = new HotnessEvents();
            for (int page = 0; page < 256; page++) {
              if ((words[page >> 6] >>> page & 1) != 0) {
                events.add(mm, page, 1, 1, -1, -1, -1, 0, context.nowNs());
              }
            }
            context.publish(events);
            long[] some = {context.random().nextLong(), context.random().nextLong(), 0, -1};
            thread.charge(50 * context.pageTable(mm).markProtNone(0, 4, some) + 100);
            thread.after(periodNs, scan[0]);
          };
      context.onHintFault(
          fault -> {
            alive();
            fault.consult(new FaultEvidence().tiering(1000));
          });
      context.onTaskClock(
          task -> {
            alive();
            task.charge(200);
            return task.task().cpuTimeNs() + 1_500_000;
          });
      thread.after(periodNs, scan[0]);
    }
  }

  /** Queues what is hot and moves it, batch or single, and back and forth at faults. */
  private final class MovePolicy extends Tracked implements PromotionPolicy {
    private final Batching batching;

    MovePolicy(Batching batching) {
      this.batching = batching;
    }

    @Override
    public PolicySpec spec() {
      return new PolicySpec(Lab.NoKnobs.class, Set.of());
    }

    @Override
    public void attach(PolicyContext context) {
      attached(context);
      var thread = context.kthread("kmoved");
      CandidateQueue queue = context.candidates();
      HotnessEvents events = new HotnessEvents();
      MigrationPlan plan = new MigrationPlan(Reason.PROMOTION, batching, TargetRule.MIN_WATERMARK);
      Runnable[] work = new Runnable[1];
      work[0] =
          () -> {
            check();
            thread.charge(300);
            context.hotness().poll(events, 100);
            for (int i = 0; i < events.size(); i++) {
              queue.add(context.addressSpace(events.mm(i)), events.firstPage(i), -1);
            }
            plan.clear();
            if (queue.drainTo(plan, 40, (int) context.random().nextLong(2)) == 0) {
              thread.after(200_000, work[0]);
            } else {
              context.migrate(
                  plan,
                  thread,
                  report -> {
                    check();
                    thread.after(100_000, work[0]);
                  });
            }
          };
      thread.after(0, work[0]);
      context.onHintFault(
          fault -> {
            alive();
            return 1 - fault.residentNode();
          });
      context.onFaultDecided((fault, outcome) -> alive());
      context.onPressure((node, task) -> alive());
    }
  }

  /** Fails every n-th folio. */
  private final class FaultyEngine extends Tracked implements CopyEngine {
    private final int nth;
    private int copied;

    FaultyEngine(int nth) {
      this.nth = nth;
    }

    @Override
    public EngineSpec spec() {
      return new EngineSpec(Lab.NoKnobs.class);
    }

    @Override
    public void attach(RunContext context) {
      attached(context);
    }

    @Override
    public int batchPages() {
      alive();
      return 16;
    }

    @Override
    public void copy(CopyBatch batch, CopyReport report) {
      alive();
      for (int i = 0; i < batch.folios(); i++) {
        double at = 20_000 + 10_000.0 * i;
        if (++copied % nth == 0) {
          report.failed(i, at);
        } else {
          report.done(i, at);
        }
      }
      report.chargeWorker("kworker", 5000);
      report.chargeDevice("dma0", 5000);
    }
  }

  private Lab churning(long accesses, long seed) {
    return new Lab()
        .machine(Machines.twoNodes(4096, 4096, 2))
        .uniform(java.util.Map.of("node", 1, "tasks", 3, "accesses", accesses))
        .seed(seed)
        .offer(PluginKind.SOURCE, "s0", () -> new ScanSource(300_000))
        .offer(PluginKind.SOURCE, "s1", () -> new ScanSource(1_100_000))
        .offer(PluginKind.SOURCE, "s2", () -> new ScanSource(70_000))
        .offer(PluginKind.POLICY, "p0", () -> new MovePolicy(Batching.BATCHED))
        .offer(PluginKind.POLICY, "p1", () -> new MovePolicy(Batching.ONE_BY_ONE))
        .offer(PluginKind.POLICY, "p2", () -> new MovePolicy(Batching.BATCHED))
        .offer(PluginKind.ENGINE, "e0", () -> new FaultyEngine(1000))
        .offer(PluginKind.ENGINE, "e1", () -> new FaultyEngine(7))
        .offer(PluginKind.ENGINE, "e2", () -> new FaultyEngine(2))
        .list(PluginKind.SOURCE, PluginSetting.of("s0"))
        .list(PluginKind.POLICY, PluginSetting.of("p0"))
        .list(PluginKind.ENGINE, PluginSetting.of("e0"));
  }

  private static Change draw(Random random) {
    PluginKind kind =
        List.of(PluginKind.SOURCE, PluginKind.POLICY, PluginKind.ENGINE).get(random.nextInt(3));
    String letter = kind.word().substring(0, 1);
    String one = letter + random.nextInt(3);
    PluginSetting other = PluginSetting.of(letter + random.nextInt(3));
    return switch (random.nextInt(4)) {
      case 0 -> Change.add(kind, other);
      case 1 -> Change.remove(kind, one);
      default -> Change.swap(kind, one, other);
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void replayingTheLogGivesTheSameHash(long seed) {
    lab = churning(150_000, seed);
    Simulation live = lab.simulation();
    live.pause();
    CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(() -> Lab.run(live));
    List<LoggedChange> answers = new ArrayList<>();
    Random random = new Random(seed);
    for (int i = 0; i < 250; i++) {
      // A step of the run now and then, sometimes several changes at one safe point.
      if (random.nextInt(3) > 0) {
        long before = live.snapshot().simulatedNs();
        live.step(1 + random.nextInt(200_000));
        boolean waits = random.nextBoolean();
        while (waits && live.snapshot().simulatedNs() == before) {
          Thread.onSpinWait();
        }
      }
      answers.add(live.request(draw(random), "test").join());
    }
    // The rest of the workload runs in peace.
    for (String source : List.of("s0", "s1", "s2")) {
      answers.add(live.request(Change.remove(PluginKind.SOURCE, source), "test").join());
    }
    live.resume();
    RunResult first = running.join();

    assertFaultless(first);
    assertThat(first.changes()).isEqualTo(answers);
    long done = answers.stream().filter(one -> one.outcome().equals("done")).count();
    assertThat(done).isGreaterThan(80);

    lab = churning(150_000, seed);
    Simulation again = lab.simulation();
    again.replay(first.changes());
    RunResult second = Lab.run(again);

    assertFaultless(second);
    assertThat(second.vmstat()).isEqualTo(first.vmstat());
    assertThat(second.phases()).isEqualTo(first.phases());
    assertThat(second.hash()).isEqualTo(first.hash());
  }

  private void assertFaultless(RunResult result) {
    assertThat(result.complete()).isTrue();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    assertThat(callsAfterRelease).hasValue(0);
    assertThat(violations).hasValue(0);
    assertThat(result.total().accesses()).isEqualTo(450_000);
    assertThat(result.total().promotions()).isPositive();
  }
}

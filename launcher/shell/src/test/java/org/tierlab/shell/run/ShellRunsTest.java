package org.tierlab.shell.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.inOrder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;
import org.tierlab.shell.ShellFixture;
import org.tierlab.shell.States;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.PluginKind;

class ShellRunsTest extends ShellFixture {

  @TempDir private Path folder;

  private BackgroundRun over(BackgroundRun run) throws InterruptedException {
    assertThat(run.awaitEnd(10_000)).isTrue();
    return run;
  }

  @Test
  void thePluginsServeTheRunBeforeItStarts() throws Exception {
    start();
    end.complete(States.ended(9, true, ""));
    over(runs.current());

    InOrder order = inOrder(lent, simulation);
    order.verify(lent).serve(simulation);
    order.verify(simulation).run();
    order.verify(lent).close();
    assertThat(runs.status()).isZero();
  }

  @Test
  void oneRunAtATime() throws Exception {
    start();
    assertThatThrownBy(this::start).hasMessageContaining("a run is under way");
    runs.end();
    start();
    over(runs.current());
    assertThat(runs.end()).isFalse();
    // The first run was not complete.
    assertThat(runs.status()).isEqualTo(1);
  }

  @Test
  void aRunThatCannotStartSaysWhy() throws Exception {
    end.completeExceptionally(new IllegalArgumentException("memory is\ntoo small"));
    start();
    BackgroundRun run = over(runs.current());

    assertThat(run.epilogue()).startsWith("the run failed: ").endsWith("memory is too small");
    assertThat(runs.status()).isEqualTo(2);
    assertThatThrownBy(() -> run.change(Change.remove(PluginKind.SOURCE, "scan")))
        .hasMessageContaining("the run is over");
  }

  @Test
  void resultAndLogAreWrittenWhenTheRunIsOver() throws Exception {
    RunFiles files = new RunFiles(folder.resolve("log.jsonl"), folder.resolve("out"));
    runs.start(States.plan(), files);
    end.complete(States.ended(9, true, ""));
    over(runs.current());

    List<String> log = Files.readAllLines(folder.resolve("log.jsonl"));
    assertThat(log).hasSize(2);
    assertThat(log.get(1)).contains("\"action\":\"swap\"").contains("\"origin\":\"shell\"");
    assertThat(folder.resolve("out/events.jsonl"))
        .hasSameTextualContentAs(folder.resolve("log.jsonl"));
    assertThat(folder.resolve("out/result.json")).content().contains("\"hash\" : \"cafe\"");
  }

  @Test
  void aFileThatCannotBeWrittenIsAProblem() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    runs.start(States.plan(), new RunFiles(file.resolve("log.jsonl"), null));
    end.complete(States.ended(9, true, ""));

    assertThat(over(runs.current()).epilogue()).contains("cannot write what the run found");
    assertThat(runs.status()).isEqualTo(1);
  }

  @Test
  void ofTwoEditionsTheOneThatIsPresentIsInPlace() {
    List<Placed> placed = Placed.of(States.at(1), catalogue);

    assertThat(placed)
        .extracting(Placed::name)
        .containsExactly("scan", "promote", "demote", "kernel");
    assertThat(placed.get(0).knobs()).containsEntry("period_ms", 400L);
    PluginSetting setting =
        Newcomer.setting(catalogue, PluginKind.SOURCE, "scan", "scan", java.util.Map.of(), placed);
    assertThat(setting.knobs()).containsEntry("size_mb", 256);
  }

  @Test
  void runningTimeLeavesPausesOut() {
    long[] now = {100};
    RunningTime time = new RunningTime(() -> now[0]);
    assertThat(time.isPaused()).isTrue();
    time.resume();
    now[0] = 130;
    time.resume();
    assertThat(time.ns()).isEqualTo(30);
    time.pause();
    now[0] = 200;
    assertThat(time.ns()).isEqualTo(30);
    time.resume();
    now[0] = 201;
    assertThat(time.ns()).isEqualTo(31);
  }
}

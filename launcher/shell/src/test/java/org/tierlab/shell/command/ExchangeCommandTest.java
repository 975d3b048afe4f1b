package org.tierlab.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.shell.ShellFixture;
import org.tierlab.shell.run.Refusal;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.PluginKind;

class ExchangeCommandTest extends ShellFixture {

  @Test
  void aSwapGivesEveryKnobAValue() throws Exception {
    start();

    String said = tier("swap", "source", "scan", "scan", "period_ms=2", "s");

    assertThat(said).isEqualTo("swap source scan for scan at 1.000 ms: done\n");
    assertThat(changes)
        .containsExactly(
            Change.swap(
                PluginKind.SOURCE,
                "scan",
                new PluginSetting(
                    "scan", Map.of("period_ms", 2000L, "size_mb", 256, "version", 7))));
  }

  @Test
  void aNewcomerMayGetANameOfItsOwn() throws Exception {
    start();

    String said = tier("add", "policy", "demote", "as", "second", "limit=3");
    tier("swap", "source", "scan", "scan", "as", "slow");

    assertThat(said).isEqualTo("add policy second (demote) at 1.000 ms: done\n");
    assertThat(changes.get(0).setting())
        .isEqualTo(
            new PluginSetting("second", "demote", Map.of("numa_balancing", 2, "limit", 3.0)));
    assertThat(changes.get(1).setting().name()).isEqualTo("slow");
  }

  @Test
  void aNewcomerTakesTheKernelKnobsThatAreSet() throws Exception {
    start();

    tier("add", "source", "hint");

    // The policies have kernel.numa_balancing at 2; the installation configures the period.
    assertThat(changes.get(0).setting().knobs()).isEqualTo(Map.of("mode", 2, "period_ms", 2000L));
  }

  @Test
  void aSharedKnobThatDiffersIsRefused() {
    start();

    assertThatThrownBy(() -> tier("add", "source", "hint", "mode=1"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("kernel.numa_balancing is 2 for policy 'promote'");
    assertThat(changes).isEmpty();
  }

  @Test
  void aSharedKnobThatAgreesIsNot() throws Exception {
    start();
    tier("add", "source", "hint", "mode=2");
    assertThat(changes).hasSize(1);
  }

  @Test
  void aKnobThatOnlyTheLeavingPluginSharesMayChange() throws Exception {
    start();
    tier("swap", "source", "scan", "scan", "size_mb=64");
    assertThat(changes.get(0).setting().knobs()).containsEntry("size_mb", 64);
  }

  @Test
  void enginesAreSwappedAndPoliciesRemoved() throws Exception {
    start();
    tier("swap", "engine", "kernel", "dma");
    tier("remove", "policy", "demote");

    assertThat(changes)
        .containsExactly(
            Change.swap(PluginKind.ENGINE, "kernel", PluginSetting.of("dma")),
            Change.remove(PluginKind.POLICY, "demote"));
  }

  @Test
  void whatTheRunRefusesIsAnError() {
    start();
    outcome = "refused: the run has no source 'x'; it has [scan]";

    assertThatThrownBy(() -> tier("swap", "source", "x", "scan"))
        .hasMessage("the run has no source 'x'; it has [scan]");
  }

  @Test
  void aRemarkOfTheRunIsShown() throws Exception {
    start();
    outcome = "done; but policy 'promote' needs hint faults";

    assertThat(tier("remove", "source", "scan")).contains("but policy 'promote' needs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "swap source scan nothing     | there is no source 'nothing'; there are: hint, scan, broken",
        "swap source scan broken      | source 'broken' cannot be used: it does not say its knobs",
        "swap source scan hint x=1    | source 'hint' has no knob 'x'; it has: mode, period_ms",
        "swap source scan scan period_ms=99 | expected a whole number from 100 to 5000 ms",
        "swap source scan scan period_ms=2 MiB | expected a whole number from 100 to 5000 ms",
        "swap source scan scan size_mb=1 size_mb=2 | knob 'size_mb' is given twice",
        "swap source scan scan what   | 'what' is no KNOB=VALUE",
        "swap source scan             | the new name is missing; usage: tier:swap source|policy|engi",
        "swap machine a b             | 'machine' is no kind, expected source or policy or engine",
        "add source scan as a.b       | 'a.b' is no name for a plug-in, expected letters, digits",
        "add source scan as           | the name behind 'as' is missing",
        "add engine dma               | 'engine' is no kind, expected source or policy",
        "remove source scan now       | 'now' is too much",
        "remove                       | the kind is missing",
      })
  void badUsageIsOneLine(String line, String message) {
    start();

    assertThatThrownBy(() -> tier(line.trim().split(" ")))
        .isInstanceOf(Refusal.class)
        .message()
        .contains(message.trim())
        .hasLineCount(1);
    assertThat(changes).isEmpty();
  }

  @Test
  void withoutRunThereIsNothingToExchange() {
    assertThatThrownBy(() -> tier("swap", "source", "scan", "hint"))
        .hasMessage("there is no run yet; tier:run FILE starts one");
  }

  @Test
  void wordsAreCompletedByWhatIsInPlaceAndWhatIsPresent() {
    TierCommand swap = command("swap");
    assertThat(swap.completions(runs, List.of())).containsExactly("source", "policy", "engine");
    assertThat(swap.completions(runs, List.of("source"))).isEmpty();
    start();
    assertThat(swap.completions(runs, List.of("policy"))).containsExactly("promote", "demote");
    assertThat(swap.completions(runs, List.of("engine", "kernel")))
        .containsExactly("kernel", "dma");
    assertThat(swap.completions(runs, List.of("source", "scan", "hint")))
        .containsExactly("mode=", "period_ms=");
    assertThat(command("add").completions(runs, List.of("source")))
        .containsExactly("hint", "scan", "broken");
    assertThat(command("remove").completions(runs, List.of("source"))).containsExactly("scan");
    assertThat(command("remove").completions(runs, List.of("source", "scan"))).isEmpty();
  }
}

package org.tierlab.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.shell.ShellFixture;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.PluginKind;

class KnobCommandTest extends ShellFixture {

  @BeforeEach
  void begin() {
    start();
  }

  @Test
  void theListShowsWhatIsInForce() throws Exception {
    assertThat(tier("knob", "list").lines())
        .hasSize(8)
        .anyMatch(line -> line.matches("scan.period_ms +400 ms"))
        .anyMatch(line -> line.matches("scan.size_mb +256 MiB +/sys/kernel/debug/.*/scan_size_mb"))
        .anyMatch(line -> line.matches("scan.version +7 +\\(fixed while the run goes on\\)"))
        .anyMatch(line -> line.matches("demote.limit +12.5 %"));
    assertThat(tier("knob", "list", "demote").lines()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "size_mb",
        "scan.size_mb",
        "source.scan.size_mb",
        "scan_size_mb",
        "scan.scan_size_mb",
        "/sys/kernel/debug/sched/numa_balancing/scan_size_mb"
      })
  void aKnobHasManyNames(String name) throws Exception {
    assertThat(tier("knob", "get", name)).isEqualTo("256 MiB\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kernel.numa_balancing", "numa_balancing", "/proc/sys/kernel/numa_balancing"})
  void aSharedKernelKnobIsOne(String name) throws Exception {
    assertThat(tier("knob", "set", name, "1"))
        .isEqualTo("set promote.numa_balancing to 1 at 1.000 ms: done\n");
    assertThat(changes)
        .containsExactly(Change.knobs(PluginKind.POLICY, "promote", Map.of("numa_balancing", 1)));
  }

  @Test
  void aValueMayHaveAUnit() throws Exception {
    tier("knob", "set", "period_ms", "2", "s");
    tier("knob", "set", "promote.limit", "7.5");

    assertThat(changes.get(0).setting().knobs()).isEqualTo(Map.of("period_ms", 2000L));
    assertThat(changes.get(1).setting().knobs()).isEqualTo(Map.of("limit", 7.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get limit | 'limit' is several knobs; say which: promote.limit, demote.limit",
        "get nothing | there is no knob 'nothing' in this run; there are: scan.period_ms, scan.",
        "set period_ms 99 | knob 'scan.period_ms' is '99', expected a whole number from 100 to 5000",
        "set period_ms soon | knob 'scan.period_ms' is 'soon', expected",
        "set version 8 | knob 'scan.version' cannot change while the run goes on",
        "set period_ms | the value is missing; usage: tier:knob list",
        "list hint | the run has no plug-in 'hint' in place; it has: scan, promote, demote, kernel",
        "tell me | 'tell' is none of list, get and set",
      })
  void badUsageIsOneLine(String line, String message) {
    assertThatThrownBy(() -> tier(("knob " + line.trim()).split(" ")))
        .message()
        .contains(message.trim())
        .hasLineCount(1);
    assertThat(changes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"99,false", "100,true", "5000,true", "5001,false"})
  void boundsAreInclusive(String value, boolean isTaken) throws Exception {
    if (isTaken) {
      tier("knob", "set", "period_ms", value);
      assertThat(changes).hasSize(1);
    } else {
      assertThatThrownBy(() -> tier("knob", "set", "period_ms", value)).hasMessageContaining(value);
    }
  }

  @Test
  void knobsAreCompletedByAllTheirNames() {
    assertThat(command("knob").completions(runs, List.of())).containsExactly("list", "get", "set");
    assertThat(command("knob").completions(runs, List.of("set")))
        .contains("scan.period_ms", "demote.limit")
        .as("a short name where it is one knob's alone")
        .contains("period_ms", "size_mb")
        .doesNotContain("limit")
        .containsOnlyOnce("kernel.numa_balancing");
    assertThat(command("knob").completions(runs, List.of("list")))
        .containsExactly("scan", "promote", "demote", "kernel");
    assertThat(command("knob").completions(runs, List.of("set", "scan.period_ms"))).isEmpty();
  }
}

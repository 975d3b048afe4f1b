package org.tierlab.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.shell.ShellFixture;
import org.tierlab.shell.States;

class LookCommandsTest extends ShellFixture {

  @Test
  void theStatusSaysHowTheRunStands() throws Exception {
    start();
    moveTo(2);

    assertThat(tier("status"))
        .contains("demo, seed 3")
        .contains("2.000 ms, ")
        .contains("200 accesses, 20.0 % of the workload, 0.0 % of the time limit")
        .contains("source  scan 1.0.0\npolicy  promote 1.0.0, demote 1.0.0\nengine  kernel 1.0.0")
        .containsPattern("0 +dram +8 MiB +6 MiB +75.0 % +75.0 %")
        .contains("500.000 us  swap source hint for scan  shell  done")
        .contains("quarantined at 400.000 us: source 'hint': threw IllegalStateException");
  }

  @Test
  void numastatCountsMebibytesPerNode() throws Exception {
    start();

    assertThat(tier("numastat"))
        .isEqualTo(
            """
            Per-node process memory usage (in MBs)
            PID     Node 0 Node 1  Total
            ------- ------ ------ ------
            0:redis      6     16     22
            12:hog       0      0      0
            ------- ------ ------ ------
            Total        6     16     22
            """);
  }

  @Test
  void watchShowsWhatWasAddedSinceTheLastLook() throws Exception {
    start();
    assertThat(tier("watch", "pgpromote_success", "--once"))
        .containsPattern("counter at 1.000 ms +value +added +a second\n")
        .containsPattern("pgpromote_success +2 +2 +2,000\n");
    moveTo(3);
    assertThat(tier("watch", "kswapd", "--once"))
        .containsPattern("counter at 3.000 ms")
        .containsPattern("pgdemote_kswapd +3 +2 +1,000\n")
        .doesNotContain("pgpromote");
    assertThatThrownBy(() -> tier("watch", "nonsense", "--once"))
        .hasMessageContaining("no counter matches");
  }

  @ParameterizedTest
  @CsvSource({
    "kswapd, pgdemote_kswapd 1",
    "pg*_success, pgpromote_success 2",
    "pgfaul?, pgfault 9",
  })
  void vmstatTakesPatterns(String pattern, String line) throws Exception {
    start();
    assertThat(tier("vmstat", pattern)).isEqualTo(line + "\n");
  }

  @Test
  void vmstatNamesWhatItDoesNotFind() throws Exception {
    start();
    assertThat(tier("vmstat")).hasLineCount(3);
    assertThatThrownBy(() -> tier("vmstat", "pg.*")).hasMessageContaining("no counter matches");
  }

  @Test
  void theLogHasEveryChange() throws Exception {
    start();
    assertThat(tier("log")).isEqualTo("500.000 us  swap source hint for scan  shell  done\n");
  }

  @Test
  void topOnceShowsWhatPassedSinceTheLastLook() throws Exception {
    start();
    moveTo(10);
    assertThat(tier("top", "--once")).startsWith("0 ns to 10.000 ms simulated");
    moveTo(30);

    assertThat(tier("top", "--once"))
        .startsWith("10.000 ms to 30.000 ms simulated")
        .contains("accesses/s 100,000   promotions/s 2,000   demotions/s 1,000")
        .containsPattern("1 +25.0 % +16 MiB +48 MiB")
        .containsPattern("kscand +0.2500")
        .doesNotContain("kswapd1");
    assertThat(tier("top", "--once")).contains("no simulated time has passed");
  }

  @Test
  void topEndsWithTheRun() throws Exception {
    start();
    end.complete(States.ended(9, true, ""));
    assertThat(tier("top", "0.001")).contains("to 9.000 ms simulated");
    assertThatThrownBy(() -> tier("top", "0")).hasMessageContaining("no number of seconds above 0");
    assertThatThrownBy(() -> tier("top", "x")).hasMessageContaining("no number of seconds");
  }

  @Test
  void onATerminalTheTableIsDrawnOver() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), Screen.Kind.TERMINAL)
        .redraw("x");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\u001b[H\u001b[2Jx\n");
  }

  @Test
  void helpKnowsEveryCommand() throws Exception {
    String help = tier("help");
    for (TierCommand command : TierCommands.all()) {
      assertThat(help).contains("tier:" + command.word()).contains(command.about());
    }
    assertThat(tier("help", "tier:swap")).contains("OLD NEW").doesNotContain("tier:run");
    assertThatThrownBy(() -> tier("help", "frob")).hasMessageContaining("there are: run, status");
    assertThat(command("help").completions(runs, List.of())).contains("swap", "exit");
  }

  @Test
  void theResultIsPartialUntilTheEnd() throws Exception {
    start();
    assertThat(tier("result", "--json")).startsWith("{").contains("\"partial\" : true");
    end.complete(States.ended(9, true, ""));
    tier("wait");
    assertThat(tier("result", "--json")).contains("\"hash\" : \"cafe\"");
    assertThat(tier("result")).contains("hash: cafe");
  }
}

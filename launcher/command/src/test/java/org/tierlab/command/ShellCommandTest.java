package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.tierlab.command.shell.InteractiveShell;
import org.tierlab.command.shell.ShellRequest;

class ShellCommandTest extends CommandLineFixture {

  private final InteractiveShell opened = mock(InteractiveShell.class);

  @BeforeEach
  void offerShell() {
    shell = opened;
  }

  private ShellRequest request() {
    ArgumentCaptor<ShellRequest> request = ArgumentCaptor.forClass(ShellRequest.class);
    verify(opened).open(request.capture());
    return request.getValue();
  }

  @Test
  void theShellIsHandedOneRunOfTheExperiment() {
    when(opened.open(any())).thenReturn(7);

    int status = execute("shell", file, "--seed", "5", "--set", "runs=3", "--log", "x.jsonl");

    assertThat(status).isEqualTo(7);
    assertThat(request().plan().experiment().seed()).isEqualTo(5);
    assertThat(request().plan().runs()).isEqualTo(1);
    assertThat(request().log()).isEqualTo(Path.of("x.jsonl"));
    assertThat(request().out()).isNull();
  }

  @Test
  void aShellNeedsNoExperiment() {
    assertThat(execute("shell")).isZero();
    assertThat(request().plan()).isNull();
  }

  @Test
  void aBadExperimentIsToldBeforeTheShellOpens() {
    assertThat(execute("shell", file, "--set", "sources.0=nothing")).isEqualTo(2);
    assertThat(err()).contains("'nothing'").hasLineCount(1);
    verifyNoInteractions(opened);
  }

  @Test
  void optionsOfAnExperimentNeedOne() {
    assertThat(execute("shell", "--seed", "5")).isEqualTo(2);
    assertThat(err()).contains("need an experiment");
    assertThat(execute("shell", file, "--seed", "-1")).isEqualTo(2);
    assertThat(err()).contains("--seed is -1");
    assertThat(execute("shell", "--load", folder.resolve("missing"))).isEqualTo(2);
    assertThat(err()).contains("expected a folder");
    verifyNoInteractions(opened);
  }

  @Test
  void aFrameworkWithoutShellSaysSo() {
    shell = null;

    assertThat(execute("shell", file)).isEqualTo(2);
    assertThat(err()).contains("no bundle offers a shell");
  }
}

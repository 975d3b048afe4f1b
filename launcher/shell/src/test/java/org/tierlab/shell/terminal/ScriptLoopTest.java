package org.tierlab.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.shell.ShellFixture;
import org.tierlab.shell.run.Refusal;

class ScriptLoopTest extends ShellFixture {

  private final CommandSession session = mock(CommandSession.class);
  private final List<String> executed = new ArrayList<>();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeEach
  void listen() throws Exception {
    when(session.getConsole()).thenReturn(System.out);
    when(session.execute(any()))
        .thenAnswer(
            call -> {
              String text = call.getArgument(0).toString();
              executed.add(text);
              if (text.startsWith("bad")) {
                throw new Refusal("tier:bad: no");
              }
              if (text.equals("leave")) {
                runs.leave();
              }
              return null;
            });
  }

  private ScriptLoop loop() {
    return new ScriptLoop(
        new Interpreter(session), runs, new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  private int run(String script) throws InterruptedException {
    return loop().run(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theLastLineNeedsNoLineFeed() throws Exception {
    assertThat(run("one\ntwo")).isZero();
    assertThat(executed).containsExactly("one", "two");
  }

  @Test
  void anErrorNamesItsLineAndTheScriptGoesOn() throws Exception {
    assertThat(run("one\nbad 1\nthree")).isEqualTo(2);
    assertThat(executed).containsExactly("one", "bad 1", "three");
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .isEqualTo("tierlab: line 2: tier:bad: no" + System.lineSeparator());
  }

  @Test
  void aBlockMayGoOverSeveralLines() throws Exception {
    run("each [1 2] {\n echo $it\n}\nlast");
    assertThat(executed).containsExactly("each [1 2] {\n echo $it\n}", "last");
  }

  @Test
  void aBlockThatNeverEndsIsExecutedAsItIs() throws Exception {
    run("one\necho \"x");
    assertThat(executed).containsExactly("one", "echo \"x");
  }

  @Test
  void nothingIsExecutedAfterLeaving() throws Exception {
    assertThat(run("leave\none")).isZero();
    assertThat(executed).containsExactly("leave");
  }

  @Test
  void anInterruptEndsTheLoopAlthoughTheInputDoesNot() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<String> outcome = new CompletableFuture<>();
    try (PipedOutputStream writer = new PipedOutputStream();
        InputStream script = new PipedInputStream(writer)) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  reading.countDown();
                  loop().run(script);
                  outcome.complete("ended");
                } catch (InterruptedException e) {
                  outcome.complete("interrupted");
                }
              });
      thread.start();
      reading.await();
      thread.interrupt();
      assertThat(outcome.get()).isEqualTo("interrupted");
    }
  }
}

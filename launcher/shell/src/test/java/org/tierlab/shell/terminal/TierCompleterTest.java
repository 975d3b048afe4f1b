package org.tierlab.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.shell.ShellFixture;
import org.tierlab.shell.command.TierCommands;

class TierCompleterTest extends ShellFixture {

  private List<Candidate> candidates(String... words) {
    ParsedLine line = mock(ParsedLine.class);
    when(line.words()).thenReturn(Arrays.asList(words));
    when(line.wordIndex()).thenReturn(words.length - 1);
    when(line.word()).thenReturn(words[words.length - 1]);
    List<Candidate> candidates = new ArrayList<>();
    new TierCompleter(TierCommands.all(), runs, () -> List.of("felix:lb", "tier:swap"))
        .complete(mock(LineReader.class), line, candidates);
    return candidates;
  }

  private List<String> words(String... words) {
    return candidates(words).stream().map(Candidate::value).toList();
  }

  @Test
  void commandsAreCompletedWithAndWithoutScope() {
    assertThat(words("")).contains("swap", "tier:swap").doesNotContain("felix:lb");
    assertThat(words("l")).contains("felix:lb", "lb", "log");
    assertThat(words("tier:s")).contains("tier:swap", "tier:step").doesNotContain("swap");
    assertThat(words("l")).doesNotHaveDuplicates();
  }

  @Test
  void argumentsAreCompletedByTheirCommand() {
    start();
    assertThat(words("tier:swap", "")).containsExactly("source", "policy", "engine");
    assertThat(words("swap", "policy", "")).containsExactly("promote", "demote");
    assertThat(words("felix:lb", "")).isEmpty();
  }

  @Test
  void experimentFilesAndFoldersAreCompleted(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("redis.yaml"), "");
    Files.writeString(folder.resolve("notes.txt"), "");
    Files.createDirectory(folder.resolve("more"));
    Files.createDirectory(folder.resolve(".hidden"));
    String path = folder + "/";
    assertThat(candidates("run", path + "r"))
        .extracting(Candidate::value, Candidate::complete)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(path + "more/", false),
            org.assertj.core.groups.Tuple.tuple(path + "redis.yaml", true));
    assertThat(words("tier:run", "redis.yaml", "")).contains("--set", "--out");
    assertThat(words("run", path + "nowhere/")).isEmpty();
  }

  @Test
  void aKnobGoesOnWithItsValue() {
    start();
    assertThat(candidates("add", "source", "hint", ""))
        .extracting(Candidate::value, Candidate::complete)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("mode=", false),
            org.assertj.core.groups.Tuple.tuple("period_ms=", false));
  }
}

package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole road of a plug-in's author, with processes as they would start them: the packed
 * distribution, an empty home folder, no network.
 */
class RoadIT {

  private static final String NAME = "hot-first";
  private static final String CLASS_FOLDER = "src/main/java/org/example/policy/hot_first/";

  @TempDir private Path folder;
  private UserMachine machine;

  @BeforeEach
  void unpack() throws Exception {
    machine = UserMachine.unpack(folder);
  }

  @Test
  void aNewPolicyTakesOverIsUpdatedAndLeavesWhileARunGoesOn() throws Exception {
    assertThat(machine.tierlab("new", "policy", NAME)).contains("policy 'hot-first'");
    Path project = machine.work().resolve(NAME);
    machine.maven(project, "verify");
    assertThat(machine.tierlab("plugins", "verify", NAME)).contains("can be used");

    assertThat(machine.tierlab("plugins", "install", NAME))
        .contains("installed policy 'hot-first'");

    JsonNode result;
    try (UserShell shell =
        machine.shell(
            "hot-first/experiment.yaml",
            "--set",
            "policies=[promote-on-access, demotion]",
            "--out",
            "result")) {
      shell.type("pause");
      shell.type("step 500 ms");
      assertThat(shell.type("swap policy promote-on-access hot-first")).contains(": done");
      shell.type("step 1200 ms");
      assertThat(shell.type("vmstat hot_first")).contains("hot_first_hot_pages");

      changeBehaviour(project);
      assertThat(machine.tierlab("plugins", "install", NAME)).contains("installed policy");
      shell.typeUntil("log", text -> text.contains("restored policy hot-first"));
      shell.type("step 1200 ms");
      assertThat(shell.type("vmstat hot_first")).contains("hot_first_second_edition");

      assertThat(machine.tierlab("plugins", "remove", NAME)).contains("removed policy 'hot-first'");
      shell.typeUntil("status", text -> text.contains("policy  demotion "));
      shell.type("resume");
      assertThat(shell.type("wait end")).contains("invariants ok");
      assertThat(shell.leave()).isZero();
      result = new ObjectMapper().readTree(machine.work().resolve("result/result.json").toFile());
    }
    assertFourPhases(result);
    assertThat(machine.tierlab("plugins", "list")).contains("nothing is installed");
    String hash = result.get("hash").asText();
    assertThat(machine.tierlab("run", "--replay", "result/events.jsonl")).contains("hash: " + hash);
  }

  private static void assertFourPhases(JsonNode result) {
    List<List<String>> policies =
        StreamSupport.stream(result.get("phases").spliterator(), false)
            .map(
                phase ->
                    StreamSupport.stream(phase.get("policies").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList())
            .toList();
    assertThat(policies)
        .contains(
            List.of("promote-on-access", "demotion"),
            List.of("hot-first", "demotion"),
            List.of("demotion"));
    List<JsonNode> own =
        StreamSupport.stream(result.get("plugins").spliterator(), false)
            .filter(plugin -> plugin.get("name").asText().equals(NAME))
            .toList();
    assertThat(own).hasSize(2);
    assertThat(own.get(0).get("sha256").asText()).isNotEqualTo(own.get(1).get("sha256").asText());
  }

  /**
   * Another counter and another threshold, in the same version, as somebody who tries things out.
   */
  private void changeBehaviour(Path project) throws Exception {
    Path policy = project.resolve(CLASS_FOLDER + "HotFirstPolicy.java");
    Files.writeString(
        policy,
        Files.readString(policy).replace("hot_first_hot_pages", "hot_first_second_edition"));
    machine.maven(project, "package", "-DskipTests");
    assertThat(new File(project.toFile(), "target/hot-first.jar")).exists();
  }
}

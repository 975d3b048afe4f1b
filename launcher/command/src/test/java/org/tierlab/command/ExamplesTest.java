package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples against the schema that editors read. */
class ExamplesTest {

  private static final Path ROOT = Path.of("../..");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples"), 2)) {
      List<Path> examples = files.filter(ExamplesTest::isExperiment).toList();
      assertThat(examples).isNotEmpty();
      return examples;
    }
  }

  /** Folders below hold experiments too, but for that of damo's files. */
  private static boolean isExperiment(Path file) {
    return file.toString().endsWith(".yaml") && !file.getParent().endsWith("damo");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleNamesTheSchemaAndFollowsIt(Path example) throws IOException {
    String yaml = Files.readString(example);
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(ROOT.resolve("doc/experiment.schema.json")));
    Path beside = example.getParent().relativize(ROOT.resolve("doc/experiment.schema.json"));
    assertThat(yaml).startsWith("# yaml-language-server: $schema=" + beside + "\n");
    assertThat(schema.validate(yaml, InputFormat.YAML)).isEmpty();
  }
}

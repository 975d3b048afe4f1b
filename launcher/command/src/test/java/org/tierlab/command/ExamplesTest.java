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
    try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
      List<Path> examples = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(examples).isNotEmpty();
      return examples;
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleNamesTheSchemaAndFollowsIt(Path example) throws IOException {
    String yaml = Files.readString(example);
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(ROOT.resolve("doc/experiment.schema.json")));
    assertThat(yaml).startsWith("# yaml-language-server: $schema=../doc/experiment.schema.json\n");
    assertThat(schema.validate(yaml, InputFormat.YAML)).isEmpty();
  }
}

package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Projects for plug-ins. That they build and pass their tests is shown where bundles are. */
class NewCommandTest extends CommandLineFixture {

  private List<Path> files(Path project) throws Exception {
    try (Stream<Path> files = Files.walk(project)) {
      return files.filter(Files::isRegularFile).map(project::relativize).sorted().toList();
    }
  }

  @Test
  void aProjectHasNoPlaceholderLeft() throws Exception {
    Path target = folder.resolve("mine");
    assertThat(execute("new", "policy", "hot-first", "--dir", target)).describedAs(err()).isZero();
    String java = "org/example/policy/hot_first/";
    assertThat(files(target))
        .contains(
            Path.of("pom.xml"),
            Path.of(".gitignore"),
            Path.of(".mvn/maven.config"),
            Path.of("src/main/java/" + java + "HotFirstPolicy.java"),
            Path.of("src/main/java/" + java + "component/HotFirstComponent.java"),
            Path.of("src/test/java/" + java + "HotFirstContractTest.java"));
    for (Path file : files(target)) {
      assertThat(file.toString()).doesNotContain("__");
      assertThat(target.resolve(file)).content().doesNotContainPattern("__[A-Z_]+__");
    }
    assertThat(target.resolve("experiment.yaml")).content().contains("policies: [hot-first,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          policy   | Hot-First | org.example   | 'Hot-First' is no name for a plug-in
          policy   | 1st       | org.example   | '1st' is no name for a plug-in
          policy   | hot--1st  | org.example   | 'hot--1st' is no name for a plug-in
          policy   | ../x      | org.example   | '../x' is no name for a plug-in
          policy   | hot       | Org.Example   | 'Org.Example' is no Java package
          policy   | hot       | org.class     | 'org.class' is no Java package
          policy   | hot       | org.tierlab.x | package 'org.tierlab.x' is Tierlab's own
          scanner  | hot       | org.example   | 'scanner' is no kind of plug-in, expected one of source, policy, engine, workload
          """)
  void badNamesGetOneLine(String kind, String name, String javaPackage, String message)
      throws Exception {
    Path target = folder.resolve("never");
    assertThat(execute("new", kind, name, "--package", javaPackage, "--dir", target)).isEqualTo(2);
    assertThat(err()).startsWith(message).hasLineCount(1);
    assertThat(target).doesNotExist();
  }

  @Test
  void aFolderThatExistsIsLeftAlone() throws Exception {
    Path target = Files.createDirectory(folder.resolve("there"));
    assertThat(execute("new", "policy", "hot", "--dir", target)).isEqualTo(2);
    assertThat(err()).contains("there exists already; --dir names another folder").hasLineCount(1);
    assertThat(files(target)).isEmpty();
    assertThat(execute("new", "policy", "hot", "--dir", folder.resolve("a/b"))).isEqualTo(2);
    assertThat(err()).contains("there is no folder").hasLineCount(1);
  }

  @Test
  void aNameThatIsAJavaWordGetsAPackageThatIsNone() throws Exception {
    Path target = folder.resolve("static");
    assertThat(execute("new", "policy", "static", "--dir", target)).isZero();
    assertThat(files(target))
        .contains(Path.of("src/main/java/org/example/policy/static_/StaticPolicy.java"));
  }
}

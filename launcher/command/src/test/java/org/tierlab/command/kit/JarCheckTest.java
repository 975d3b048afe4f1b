package org.tierlab.command.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;
import org.tierlab.command.TestPlugins;

class JarCheckTest {

  @TempDir private Path folder;

  private List<String> problems(JarMaker jar) throws Exception {
    Map<String, Version> exports =
        Map.of(
            "org.tierlab.api",
            new Version("1.1.0"),
            "org.tierlab.api.policy",
            new Version("1.1.0"));
    return new JarCheck(exports, new TestPlugins(), 17)
        .problems(PluginJar.read(jar.write(folder.resolve("x.jar"))));
  }

  @Test
  void aJarThatCanBeUsedHasNoProblem() throws Exception {
    assertThat(problems(JarMaker.policy("hot", "1.0.0"))).isEmpty();
  }

  /** The version here is 1.1.0. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [1.1,2)   |
          [1.0,1.1) | to below 1.1.0, and here it is 1.1.0: it was built for an older Tierlab
          [1.1,1.2) |
          [1.2,2)   | from version 1.2.0 to below 2.0.0, and here it is 1.1.0: it was built for a newer Tierlab
          1.1.1     | from version 1.1.1, and here it is 1.1.0: it was built for a newer Tierlab
          """)
  void theRangeOfTheApiDecides(String range, String problem) throws Exception {
    List<String> problems =
        problems(
            JarMaker.policy("hot", "1.0.0")
                .header("Import-Package", "org.tierlab.api.policy;version=\"" + range + "\""));
    if (problem == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().asString().contains(problem);
    }
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    JarMaker jar =
        JarMaker.policy("hot", "1.0.0")
            .header(
                "Import-Package",
                "org.apache.commons.math;version=\"[3,4)\",org.tierlab.sim.engine,"
                    + "javax.nice.to.have;resolution:=optional");
    assertThat(problems(jar))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains("needs package org.apache.commons.math, which no bundle here offers")
                    .contains("-conditionalpackage"),
            second -> assertThat(second).contains("org.tierlab.sim.engine, which this Tierlab"));
  }

  @Test
  void aJarWithoutPluginsSaysSo() throws Exception {
    assertThat(problems(JarMaker.policy("hot", "1.0.0").header("Service-Component", null)))
        .singleElement()
        .asString()
        .startsWith("it offers no plug-in");
    assertThat(problems(new JarMaker())).singleElement().asString().startsWith("it is no bundle");
  }

  @Test
  void componentsThatRunsCannotUseAreNamed() throws Exception {
    JarMaker jar = JarMaker.policy("hot", "1.0.0");
    assertThat(problems(jar.component("PromotionPolicy", "", "prototype")))
        .singleElement()
        .asString()
        .contains("org.example.Component has no name");
    assertThat(problems(jar.component("PromotionPolicy", "Hot_First", "prototype")))
        .singleElement()
        .asString()
        .contains("is called 'Hot_First'");
    assertThat(problems(jar.component("PromotionPolicy", "hot", "bundle")))
        .singleElement()
        .asString()
        .contains("has one instance for all runs");
  }

  @Test
  void aNameThatAnotherBundleHasIsRefusedAndItsOwnIsNot() throws Exception {
    assertThat(problems(JarMaker.policy("promote", "2.0.0"))).isEmpty();
    JarMaker other =
        JarMaker.policy("promote", "2.0.0").header("Bundle-SymbolicName", "org.example.other");
    assertThat(problems(other))
        .singleElement()
        .asString()
        .startsWith("there is a policy 'promote' already, of bundle org.example.promote 1.2.0");
  }

  @Test
  void aNewerJavaAndACopyOfTheApiAreRefused() throws Exception {
    JarMaker jar = JarMaker.policy("hot", "1.0.0").entry("org/tierlab/api/Evidence.class", "");
    assertThat(problems(jar))
        .singleElement()
        .asString()
        .contains("holds classes of org.tierlab.api");
    JarMaker newer =
        JarMaker.policy("hot", "1.0.0")
            .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=18))\"");
    assertThat(problems(newer)).containsExactly("it needs Java 18, and this is Java 17");
  }
}

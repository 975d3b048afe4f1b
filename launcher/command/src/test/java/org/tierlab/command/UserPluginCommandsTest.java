package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tierlab.command.kit.JarMaker;

class UserPluginCommandsTest extends CommandLineFixture {

  private Path jar(String name, String version) throws Exception {
    return JarMaker.policy(name, version).write(folder.resolve(name + "-" + version + ".jar"));
  }

  private Path installed(String file) {
    return installation().plugins().resolve(file);
  }

  @Test
  void versionsStandBesideEachOtherAndGoOneByOne() throws Exception {
    assertThat(execute("plugins", "list")).isZero();
    assertThat(out()).contains("nothing is installed");
    Path first = jar("hot", "1.0.0");
    assertThat(execute("plugins", "install", first)).describedAs(err()).isZero();
    assertThat(out()).isEqualTo("installed policy 'hot' 1.0.0 (org.example.hot)\n");
    assertThat(execute("plugins", "install", jar("hot", "1.1.0"))).isZero();
    assertThat(execute("plugins", "install", jar("cold", "1.0.0"))).isZero();
    assertThat(installed("org.example.hot-1.0.0.jar")).hasSameBinaryContentAs(first);
    assertThat(execute("plugins", "list")).isZero();
    assertThat(out().lines().map(String::strip))
        .containsExactly(
            "policy 'cold'  1.0.0  org.example.cold",
            "policy 'hot'   1.0.0  org.example.hot",
            "policy 'hot'   1.1.0  org.example.hot");
    assertThat(execute("plugins", "remove", "hot@1.0.0")).isZero();
    assertThat(out()).isEqualTo("removed policy 'hot' 1.0.0 (org.example.hot)\n");
    assertThat(installed("org.example.hot-1.1.0.jar")).exists();
    assertThat(execute("plugins", "remove", "hot")).isZero();
    assertThat(execute("plugins", "remove", "hot")).isEqualTo(2);
    assertThat(err()).startsWith("'hot' is not installed in ").hasLineCount(1);
    assertThat(installed("org.example.cold-1.0.0.jar")).exists();
  }

  @Test
  void theSameVersionIsReplaced() throws Exception {
    execute("plugins", "install", jar("hot", "1.0.0"));
    Path changed =
        JarMaker.policy("hot", "1.0.0").entry("more", "x").write(folder.resolve("c.jar"));
    assertThat(execute("plugins", "install", changed)).isZero();
    assertThat(installed("org.example.hot-1.0.0.jar")).hasSameBinaryContentAs(changed);
    try (var files = Files.list(installation().plugins())) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whatCannotBeUsedIsNotInstalled() throws Exception {
    Path bad =
        JarMaker.policy("hot", "1.0.0")
            .header("Import-Package", "com.missing,com.missing.too")
            .write(folder.resolve("bad.jar"));
    assertThat(execute("plugins", "install", bad)).isEqualTo(2);
    assertThat(err())
        .startsWith(bad + " is not installed: it needs package com.missing, ")
        .contains("(and 1 more; plugins verify lists them)")
        .hasLineCount(1);
    assertThat(installed("org.example.hot-1.0.0.jar")).doesNotExist();
    assertThat(execute("plugins", "verify", bad)).isEqualTo(2);
    assertThat(err()).hasLineCount(2);
    assertThat(out()).isEmpty();
  }

  @Test
  void aJarIsFoundInAProjectAndInTheLocalRepository() throws Exception {
    Path target = Files.createDirectories(folder.resolve("project/target"));
    JarMaker.policy("hot", "1.0.0").write(target.resolve("hot.jar"));
    JarMaker.policy("hot", "1.0.0").write(target.resolve("hot-sources.jar"));
    assertThat(execute("plugins", "verify", folder.resolve("project"))).isZero();
    assertThat(out()).isEqualTo("policy 'hot' 1.0.0 (org.example.hot): can be used\n");

    Path repository = folder.resolve("m2");
    Path place = Files.createDirectories(repository.resolve("org/example/hot/1.0.0"));
    JarMaker.policy("hot", "1.0.0").write(place.resolve("hot-1.0.0.jar"));
    assertThat(
            execute("plugins", "verify", "org.example:hot:1.0.0", "--local-repository", repository))
        .isZero();
    assertThat(execute("plugins", "install", "org.example:hot:1.0.0", "--local-repository", folder))
        .isEqualTo(2);
    assertThat(err()).contains("--repository URL says where to fetch it from").hasLineCount(1);
    assertThat(
            execute(
                "plugins",
                "install",
                "org.example:hot:1.0.0",
                "--local-repository",
                folder,
                "--repository",
                repository.toUri()))
        .isZero();
  }

  @Test
  void badArgumentsGetOneLine() throws Exception {
    Path text = Files.writeString(folder.resolve("x.jar"), "no jar");
    assertThat(execute("plugins", "verify", text)).isEqualTo(2);
    assertThat(err()).contains("is no jar that can be used").hasLineCount(1);
    assertThat(execute("plugins", "install", "nowhere")).isEqualTo(2);
    assertThat(err()).contains("there is no such file").hasLineCount(1);
    assertThat(execute("plugins", "install", Files.createDirectory(folder.resolve("empty"))))
        .isEqualTo(2);
    assertThat(err()).contains("build the project first").hasLineCount(1);
  }
}

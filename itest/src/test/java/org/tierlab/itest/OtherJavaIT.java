package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packed distribution runs without Maven on this Java and on another one, with the same result.
 * The other one is at {@code TIERLAB_OTHER_JAVA_HOME}; where that is not set, the latest beside
 * this one is taken, and without it there is nothing to test.
 */
class OtherJavaIT {
  private static final Path EXAMPLE = Path.of("..", "examples", "redis-swap.yaml").toAbsolutePath();
  private static final String OTHER = "TIERLAB_OTHER_JAVA_HOME";
  private static final Pattern HASH = Pattern.compile("hash: ([0-9a-f]{64})");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  @TempDir private Path folder;

  @Test
  void theDistributionGivesTheSameHashOnAnotherJava() throws Exception {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    Optional<Path> other = other(own);
    assumeThat(other).as("%s, or a later Java beside %s", OTHER, own).isPresent();

    UserMachine machine = UserMachine.unpack(folder);
    String here = hash(machine);
    machine.java(other.orElseThrow());
    assertThat(hash(machine)).isEqualTo(here);
    assertThat(machine.tierlab("plugins", "list")).startsWith("nothing is installed");
  }

  private static String hash(UserMachine machine) throws Exception {
    String printed =
        machine.tierlab("run", EXAMPLE.toString(), "--no-oracle", "--set", "limit=100 ms");
    Matcher hash = HASH.matcher(printed);
    assertThat(hash.find()).as(printed).isTrue();
    return hash.group(1);
  }

  private static Optional<Path> other(Path own) throws IOException {
    String named = System.getenv(OTHER);
    if (named == null || named.isBlank()) {
      return later(own);
    }
    // Whoever names one wants it tested.
    assertThat(Path.of(named, "bin", "java")).as(OTHER).isExecutable();
    assertThat(version(Path.of(named))).as(OTHER).isNotEqualTo(version(own));
    return Optional.of(Path.of(named));
  }

  private static Optional<Path> later(Path own) throws IOException {
    int version = version(own);
    try (Stream<Path> all = Files.list(Objects.requireNonNull(own.getParent()))) {
      return all.filter(Files::isDirectory)
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(home -> version(home) > version)
          .max(Comparator.comparingInt(OtherJavaIT::version));
    }
  }

  /** What the installation says of itself, 0 if nothing. */
  private static int version(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}

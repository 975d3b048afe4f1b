package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.tierlab.boot.TierlabFramework;

/** The shell of the distribution: plug-ins come and go while a run goes on. */
class ShellIT {

  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));
  private static final Pattern HASH = Pattern.compile("\"?hash\"? ?:? \"?([0-9a-f]{64})\"?");
  private static final String ABIT = "org.tierlab.source.abit";
  private static final String OWN = "org.tierlab.itest.plugin";
  private static final String EXPERIMENT =
      """
      name: exchange
      machine:
        name: small
        nodes:
          - {kind: dram, capacity: 8 MiB, latency: 100 ns, bandwidth: 72 GB/s, cpus: 4}
          - {kind: cxl, capacity: 64 MiB, latency: 250 ns, bandwidth: 26 GB/s}
      workload: {name: abench, region: 16 MiB, threads: 2, iterations: 1000000, node: -1}
      sources: [abit]
      policies: [promote-on-access, demotion]
      engine: kernel
      limit: 8 s
      """;

  @TempDir private Path folder;
  private Path load;
  private Path log;
  private String experiment;

  @BeforeEach
  void prepare() throws Exception {
    load = Files.createDirectory(folder.resolve("load"));
    log = folder.resolve("events.jsonl");
    experiment = Files.writeString(folder.resolve("exchange.yaml"), EXPERIMENT).toString();
    for (String name : List.of("calls", "late", "released")) {
      System.getProperties().put("tierlab.itest." + name, new AtomicLong());
    }
  }

  private static long count(String name) {
    return ((AtomicLong) System.getProperties().get("tierlab.itest." + name)).get();
  }

  /** A shell whose run waits before its first step. */
  private ShellDriver shell(String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of(experiment, "--log", log.toString(), "--paused"));
    words.addAll(List.of(more));
    return new ShellDriver(HOME, load, words.toArray(String[]::new));
  }

  private static String hash(String text) {
    Matcher matcher = HASH.matcher(text);
    assertThat(matcher.find()).describedAs(text).isTrue();
    return matcher.group(1);
  }

  /** Lets a paused run come to its end; returns its hash. */
  private static String finish(ShellDriver shell) throws Exception {
    String said = shell.type("tier:resume; tier:wait end");
    assertThat(said).contains("the run is complete").contains("invariants ok");
    return hash(said);
  }

  private String replay() throws Exception {
    return runAgain("--replay", log.toString());
  }

  private String runAgain(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("run", "--json"));
    command.addAll(List.of(arguments));
    PrintStream terminal = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TierlabFramework batch = TierlabFramework.start(HOME, TierlabFramework.Mode.BATCH, load)) {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      int status = batch.application(10_000).applyAsInt(command.toArray(String[]::new));
      assertThat(status).isZero();
    } finally {
      System.setOut(terminal);
    }
    return hash(bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aSwapFromTheShellIsReplayed() throws Exception {
    String hash;
    try (ShellDriver shell = shell()) {
      shell.type("tier:step 20 ms");
      assertThat(shell.type("tier:resume; tier:swap source abit numab; tier:pause"))
          .contains(": done");
      shell.type("tier:step 20 ms");
      assertThat(shell.type("tier:knob set scan_size_mb 64")).contains(": done");
      URI page = URI.create(shell.type("tier:web").strip());
      assertThat(shell.type("tier:web").strip()).isEqualTo(page.toString());
      assertThat(onPage(page, "knob", "{\"knob\":\"scan_size_mb\",\"value\":\"128\"}"))
          .startsWith("done at ");
      assertThat(shell.type("tier:log")).containsPattern("size_mb=128.* web +done");
      hash = finish(shell);
      assertThat(shell.leave()).isZero();
    }
    assertThat(Files.readAllLines(log)).hasSize(4);
    assertThat(replay()).isEqualTo(hash);
  }

  /** What a page of the dashboard does, and what it is told. */
  private static String onPage(URI page, String what, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(page.resolve("/api/" + what))
            .header("X-Tierlab-Token", page.getFragment())
            .header("Origin", "http://" + page.getAuthority())
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void aSavedSessionIsAnExperimentWithTheSameHash() throws Exception {
    String saved = folder.resolve("saved.yaml").toString();
    String hash;
    try (ShellDriver shell = shell()) {
      shell.type("tier:step 20 ms");
      shell.type("tier:swap source abit numab scan_size_mb=16");
      shell.type("tier:step 5 ms");
      shell.type("tier:knob set scan_size_mb 64");
      shell.type("tier:add policy damos as cold action=migrate-cold target_nid=1");
      shell.type("tier:step 5 ms");
      shell.type("tier:swap engine kernel multithread");
      shell.type("tier:remove policy promote-on-access");
      hash = finish(shell);
      assertThat(shell.type("tier:save " + saved)).contains("saved.yaml: 5 swaps");
      assertThat(shell.type("tier:save " + saved)).contains("it is there already");
      assertThat(shell.type("tier:web door")).contains("the port is 'door', expected 0 to 65535");
      assertThat(shell.leave()).isEqualTo(2);
    }
    assertThat(runAgain(saved)).isEqualTo(hash);
  }

  @Test
  void aBundleThatStopsTakesItsPluginAlong() throws Exception {
    String hash;
    try (ShellDriver shell = shell()) {
      shell.type("tier:step 20 ms");
      Bundle abit = shell.bundle(ABIT);
      shell.type("felix:stop " + abit.getBundleId());
      // The stop has returned, so the withdrawal has happened.
      assertThat(abit.getState()).isEqualTo(Bundle.RESOLVED);
      assertThat(shell.type("tier:log")).contains("withdrawn source abit");
      assertThat(shell.type("tier:status")).containsPattern("source +none");
      shell.type("felix:start " + abit.getBundleId());
      assertThat(shell.typeUntil("tier:log", "restored")).contains("restored source abit");
      shell.type("felix:update " + abit.getBundleId());
      shell.typeUntil("tier:status", "source  abit");
      hash = finish(shell);
      assertThat(shell.leave()).isZero();
    }
    assertThat(Files.readString(log))
        .contains("\"action\":\"withdrawn\"")
        .contains("\"action\":\"restored\"");
    assertThat(replay()).isEqualTo(hash);
  }

  @Test
  void aJarInTheLoadFolderTakesOverAndGivesBack() throws Exception {
    Path plugins = HOME.resolve("plugins");
    Path dropped = load.resolve("abit.jar");
    try (ShellDriver shell = shell()) {
      Bundle builtIn = shell.bundle(ABIT);
      rename(plugins.resolve("tierlab-source-abit.jar"), dropped, "9.0.0");
      shell.typeUntil("tier:status", "abit 9.0.0");
      Files.delete(dropped);
      shell.typeUntil("tier:status", "abit " + builtIn.getVersion());
      finish(shell);
      assertThat(shell.leave()).isZero();
    }
  }

  /** Copies a bundle under another version. */
  private static void rename(Path from, Path to, String version) throws Exception {
    Path unfinished = Files.createTempFile("plugin", ".building");
    try (aQute.bnd.osgi.Jar jar = new aQute.bnd.osgi.Jar(from.toFile())) {
      jar.getManifest().getMainAttributes().putValue("Bundle-Version", version);
      jar.write(unfinished.toFile());
    }
    Files.move(unfinished, to);
  }

  @Test
  void anUpdateChangesWhatAPluginDoes() throws Exception {
    Path jar = PluginJar.build(load.resolve("own.jar"), "1.0.0", "region_one");
    String hash;
    try (ShellDriver shell = shell()) {
      shell.type("tier:swap source abit region");
      shell.type("tier:step 10 ms");
      assertThat(shell.type("tier:vmstat region"))
          .contains("region_one")
          .doesNotContain("region_two");
      PluginJar.build(jar, "1.0.1", "region_two");
      shell.typeUntil("tier:status", "region 1.0.1");
      long before = counter(shell.type("tier:vmstat region_one"));
      shell.type("tier:step 10 ms");
      assertThat(counter(shell.type("tier:vmstat region_two"))).isBetween(8L, 12L);
      assertThat(counter(shell.type("tier:vmstat region_one"))).isEqualTo(before);
      // The same version with other content, as somebody who tries things out builds it.
      PluginJar.build(jar, "1.0.1", "region_three");
      shell.typeUntil("tier:vmstat region", "region_three");
      shell.type("tier:step 10 ms");
      assertThat(counter(shell.type("tier:vmstat region_three"))).isBetween(8L, 12L);
      hash = finish(shell);
      assertThat(shell.leave()).isZero();
    }
    assertThat(count("late")).isZero();
    Files.delete(jar);
    assertThat(replay()).isEqualTo(hash);
  }

  private static long counter(String line) {
    return Long.parseLong(line.strip().replaceFirst("^\\S+ ", ""));
  }

  @Test
  void leavingEarlyLeavesAPartialResultAndStatusOne() throws Exception {
    try (ShellDriver shell = shell()) {
      shell.type("tier:step 20 ms");
      shell.type("tier:remove policy demotion");
      assertThat(shell.leave()).isEqualTo(1);
    }
    assertThat(Files.readAllLines(log)).hasSize(2);
  }

  @Test
  void aThousandRandomExchangesLeaveNothingBehind() throws Exception {
    // Outside the load folder: the test updates the bundle itself, and nobody else does.
    Path jar = PluginJar.build(folder.resolve("own.jar"), "1.0.0", "region");
    String hash;
    // They take 3.6 s.
    try (ShellDriver shell = shell("--set", "limit=4 s")) {
      shell.framework().context().installBundle(jar.toUri().toString()).start();
      Exchanges exchanges = new Exchanges(shell, jar);
      exchanges.make(100);
      Footprint before = Footprint.now();
      exchanges.make(900);
      Footprint after = Footprint.now();
      assertThat(exchanges.updates).isGreaterThan(100);
      // A class loader that stayed would hold eight classes or more for each of the updates.
      assertThat(after.classes() - before.classes()).isLessThan(4 * exchanges.updates);
      assertThat(after.heapBytes() - before.heapBytes()).isLessThan(32L << 20);
      hash = finish(shell);
      assertThat(shell.leave()).isZero();
    }
    assertThat(count("late")).isZero();
    assertThat(count("calls")).isGreaterThan(1_000);
    assertThat(count("released")).isGreaterThan(100);
    String events = Files.readString(log);
    assertThat(events).contains("\"withdrawn\"").contains("\"restored\"");
    assertThat(replay()).isEqualTo(hash);
  }

  /** What the process holds after a garbage collection. */
  private record Footprint(int classes, long heapBytes) {
    static Footprint now() {
      for (int i = 0; i < 4; i++) {
        System.gc();
      }
      return new Footprint(
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
  }

  /** Random exchanges of three kinds of plug-ins, and updates of a jar while the run steps. */
  private static final class Exchanges {
    private final Random random = new Random(20);
    private final ShellDriver shell;
    private final Path jar;
    private final Path editions;
    private String source = "abit";
    private String policy = "promote-on-access";
    private String engine = "kernel";
    private int updates;

    Exchanges(ShellDriver shell, Path jar) throws IOException {
      this.shell = shell;
      this.jar = jar;
      editions = Files.createDirectory(jar.resolveSibling("editions"));
    }

    void make(int count) throws Exception {
      for (int i = 0; i < count; i++) {
        switch (random.nextInt(5)) {
          case 0, 1 -> source = swap("source", source, "abit", "numab", "region");
          case 2 -> policy = swap("policy", policy, "promote-on-access", "numa-balancing", "idle");
          case 3 -> engine = swap("engine", engine, "kernel", "even");
          default -> update();
        }
      }
    }

    private String swap(String kind, String old, String... names) throws Exception {
      String next = names[random.nextInt(names.length)];
      String said = shell.type("tier:swap " + kind + " " + old + " " + next + "; tier:step 3 ms");
      assertThat(said).contains(": done");
      return next;
    }

    /** Another jar in its place, while the shell's thread lets the run step. */
    private void update() throws Exception {
      Bundle bundle = shell.bundle(OWN);
      updates++;
      Path next = editions.resolve(updates % 3 + "-" + updates % 5 + ".jar");
      if (!Files.exists(next)) {
        PluginJar.build(next, "1.0." + updates % 3, "region_" + updates % 5);
      }
      Files.copy(next, jar, StandardCopyOption.REPLACE_EXISTING);
      shell.send("tier:step 3 ms");
      bundle.update();
      assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
      shell.type("tier:step 3 ms");
    }
  }

  /** The published file of damo; another scheme of the same plug-in joins under its own name. */
  @Test
  void numastatShowsWhatAFileOfDamoDoes() throws Exception {
    String example = Path.of("../examples/interleave.yaml").toAbsolutePath().toString();
    try (ShellDriver shell = new ShellDriver(HOME, load, example, "--paused")) {
      shell.type(
          "tier:add policy damos as cold action=migrate-cold target_nid=1 nr_accesses_max=0");
      assertThat(shell.type("tier:status")).contains("cold (damos) ");
      assertThat(shell.type("tier:knob get cold.action")).contains("migrate-cold");
      assertThat(shell.type("tier:knob get damos.action")).contains("migrate-hot");
      finish(shell);
      assertThat(shell.type("tier:numastat")).containsPattern("0:static +514 +514 +1027\n");
    }
  }
}

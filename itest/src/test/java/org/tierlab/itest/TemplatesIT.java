package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.mockito.Mockito;
import org.opentest4j.AssertionFailedError;
import org.osgi.service.component.annotations.Component;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.boot.TierlabFramework;
import org.tierlab.sim.Simulation;
import org.tierlab.testkit.FakeRun;

/**
 * The projects that {@code new} writes compile without a warning, pass their tests, make bundles
 * that can be used, and their experiments run. One of them goes the whole way through Maven
 * elsewhere.
 */
class TemplatesIT {

  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));

  @TempDir private static Path folder;
  private static TierlabFramework framework;
  private static CommandOutput commands;

  @BeforeAll
  static void start() throws Exception {
    framework = TierlabFramework.start(HOME, TierlabFramework.Mode.BATCH);
    commands = new CommandOutput(framework.application(10_000));
  }

  @AfterAll
  static void stop() {
    framework.close();
  }

  @ParameterizedTest
  @CsvSource({
    "policy, hot-first, workload.operations=20000",
    "source, my-scan, workload.operations=20000",
    "engine, slow-start, workload.operations=20000",
    "workload, hot-cold, workload.accesses=20000"
  })
  void aNewProjectWorks(String kind, String name, String shorter) throws Exception {
    Path project = folder.resolve(name);
    commands.output("new", kind, name, "--dir", project.toString());
    Path classes = compile(project, "main", List.of());
    Path tests = compile(project, "test", List.of(classes));

    TestExecutionSummary summary = run(classes, tests);
    StringWriter failures = new StringWriter();
    summary.getFailures().forEach(failure -> failures.append(failure.toString()).append('\n'));
    assertThat(failures.toString()).isEmpty();
    assertThat(summary.getTestsSucceededCount()).isGreaterThan(9);

    Path jar = bundle(project, classes, "1.0.0");
    assertThat(commands.output("plugins", "verify", jar.toString()))
        .isEqualTo(
            "%s '%s' 1.0.0 (%s): can be used\n".formatted(kind, name, symbolicName(kind, name)));
    framework.context().installBundle(jar.toUri().toString()).start();
    String experiment = project.resolve("experiment.yaml").toString();
    assertThat(commands.output("run", experiment, "--set", shorter, "--no-oracle"))
        .contains("invariants: ok");
    String none = kind.equals("workload") ? "no promotion" : "static";
    String own = kind.equals("workload") ? "promotion" : name;
    assertThat(
            commands.output(
                "compare",
                experiment,
                "--runs",
                "2",
                "--set",
                shorter,
                "--no-oracle",
                "--variant",
                none,
                "--variant",
                own))
        .contains(none, own);
  }

  /** The second version takes a page to be hot at the first sight of it, unless it is told. */
  @Test
  void twoVersionsAreComparedInOneRun() throws Exception {
    Path project = folder.resolve("versions");
    commands.output("new", "policy", "keen", "--dir", project.toString());
    Path first = install(project, "1.0.0");
    String sourceOfKnobs = "src/main/java/org/example/policy/keen/KeenKnobs.java";
    String source = Files.readString(project.resolve(sourceOfKnobs));
    String changed = source.replace("@Knob(value = \"2\"", "@Knob(value = \"1\"");
    assertThat(changed).isNotEqualTo(source);
    Files.writeString(project.resolve(sourceOfKnobs), changed);
    Path second = install(project, "1.1.0");

    String experiment = project.resolve("experiment.yaml").toString();
    String compared =
        commands.output(
            "compare",
            experiment,
            "--runs",
            "2",
            "--no-oracle",
            "--json",
            "--set",
            "workload.operations=200000",
            "--set",
            "policies.0.period_ms=5",
            "--set",
            "sources.0.mm_scan_period_ms=500",
            "--variant",
            "old=policies=[keen@1.0.0, demotion]",
            "--variant",
            "new=policies=[keen@1.1.0, demotion]");
    List<JsonNode> variants = new ArrayList<>();
    new ObjectMapper().readTree(compared).path("variants").forEach(variants::add);
    assertThat(variants).hasSize(2);
    assertThat(variants.get(0).path("hash").asText())
        .hasSize(64)
        .isNotEqualTo(variants.get(1).path("hash").asText());

    String one =
        commands.output(
            "run",
            experiment,
            "--json",
            "--no-oracle",
            "--set",
            "policies=[keen@1.1.0, demotion]",
            "--set",
            "workload.operations=20000");
    List<String> parts = new ArrayList<>();
    for (JsonNode part : new ObjectMapper().readTree(one).path("plugins")) {
      parts.add(part.path("kind").asText() + " " + part.path("plugin").asText());
      assertThat(part.path("bundle").asText()).isNotEmpty();
      assertThat(part.path("version").asText()).isNotEmpty();
      assertThat(part.path("sha256").asText()).hasSize(64);
      if (part.path("plugin").asText().startsWith("keen")) {
        assertThat(part.path("version").asText()).isEqualTo("1.1.0");
        assertThat(part.path("sha256").asText())
            .isEqualTo(sha256(second))
            .isNotEqualTo(sha256(first));
      }
    }
    assertThat(parts)
        .containsExactlyInAnyOrder(
            "source abit", "policy keen@1.1.0", "policy demotion", "engine kernel", "workload kv");
  }

  private static String sha256(Path jar) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
  }

  private static Path install(Path project, String version) throws Exception {
    Path jar = bundle(project, compile(project, "main", List.of()), version);
    Path kept = project.resolve("keen-" + version + ".jar");
    Files.move(jar, kept);
    framework.context().installBundle(kept.toUri().toString()).start();
    return kept;
  }

  /** The policy in the README, with the imports that it leaves out. */
  @Test
  void thePolicyOfTheReadmeCompiles() throws Exception {
    Matcher code =
        Pattern.compile("(?ms)^```java\\n(.*?)^```$")
            .matcher(Files.readString(Path.of("../README.md")));
    assertThat(code.find()).isTrue();
    Path sources = Files.createDirectories(folder.resolve("readme/src/main/java"));
    StringBuilder file = new StringBuilder("package readme;\n");
    for (String imported :
        List.of(
            "java.util.Set",
            "org.osgi.service.component.annotations.Component",
            "org.osgi.service.component.annotations.ServiceScope",
            "org.tierlab.api.Evidence",
            "org.tierlab.api.PluginName",
            "org.tierlab.api.machine.MachineView",
            "org.tierlab.api.policy.FaultDecision",
            "org.tierlab.api.policy.PolicyContext",
            "org.tierlab.api.policy.PolicySpec",
            "org.tierlab.api.policy.PromotionPolicy")) {
      file.append("import ").append(imported).append(";\n");
    }
    Files.writeString(
        Files.createDirectories(sources.resolve("readme")).resolve("EagerPolicy.java"),
        file.append(code.group(1)));
    Path classes = compile(folder.resolve("readme"), "main", List.of());
    assertThat(classes.resolve("readme/EagerPolicy.class")).exists();
  }

  private static String symbolicName(String kind, String name) {
    return "org.example." + kind + "." + name.replace('-', '_');
  }

  /** Without a warning: authors begin with a clean sheet. */
  private static Path compile(Path project, String tree, List<Path> before) throws Exception {
    Path target = Files.createDirectories(project.resolve("target/" + tree));
    List<File> sources;
    try (Stream<Path> files = Files.walk(project.resolve("src/" + tree + "/java"))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).map(Path::toFile).toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<File> classPath = new ArrayList<>(before.stream().map(Path::toFile).toList());
      classPath.addAll(classPath());
      files.setLocation(StandardLocation.CLASS_PATH, classPath);
      files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(target.toFile()));
      List<String> options =
          List.of(
              "--release",
              "17",
              "-Xlint:all,-processing,-classfile",
              "-Werror",
              "-proc:none",
              "-parameters");
      assertThat(
              compiler
                  .getTask(
                      messages,
                      files,
                      null,
                      options,
                      null,
                      files.getJavaFileObjectsFromFiles(sources))
                  .call())
          .describedAs(messages.toString())
          .isTrue();
    }
    return target;
  }

  /** What the project's pom brings: the API with its annotations, the test kit, JUnit, Mockito. */
  private static List<File> classPath() throws Exception {
    List<File> jars = new ArrayList<>();
    for (Class<?> type :
        List.of(
            PromotionPolicy.class,
            FakeRun.class,
            Simulation.class,
            Component.class,
            Class.forName("org.osgi.annotation.versioning.ProviderType"),
            Class.forName("org.jspecify.annotations.Nullable"),
            Class.forName("org.apiguardian.api.API"),
            Test.class,
            ExtendWith.class,
            AssertionFailedError.class,
            org.assertj.core.api.Assertions.class,
            Mockito.class)) {
      File jar = new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!jars.contains(jar)) {
        jars.add(jar);
      }
    }
    return jars;
  }

  private static TestExecutionSummary run(Path classes, Path tests) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    URL[] places = {classes.toUri().toURL(), tests.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places, TemplatesIT.class.getClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
      for (String name : testClasses(tests)) {
        request.selectors(selectClass(loader.loadClass(name)));
      }
      Launcher launcher = LauncherFactory.create();
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      launcher.execute(request.build(), listener);
      return listener.getSummary();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static List<String> testClasses(Path tests) throws Exception {
    try (Stream<Path> files = Files.walk(tests)) {
      return files
          .map(file -> tests.relativize(file).toString())
          .filter(file -> file.endsWith("Test.class"))
          .map(file -> file.replace(".class", "").replace(File.separatorChar, '.'))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  /** What bnd-maven-plugin makes of the project. */
  private static Path bundle(Path project, Path classes, String version) throws Exception {
    Path jar = project.resolve("target").resolve(project.getFileName() + ".jar");
    try (Builder builder = new Builder()) {
      builder.setProperties(project.resolve("bnd.bnd").toFile());
      builder.setProperty("Bundle-Version", version);
      builder.setProperty("-includeresource", classes.toString());
      classPath()
          .forEach(
              file -> {
                try {
                  builder.addClasspath(file);
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      Jar built = builder.build();
      assertThat(builder.getErrors()).isEmpty();
      built.write(jar.toFile());
    }
    return jar;
  }
}

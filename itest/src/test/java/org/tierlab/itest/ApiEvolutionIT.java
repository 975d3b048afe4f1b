package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.component.annotations.Component;
import org.tierlab.boot.TierlabFramework;

/** A policy that is compiled against version 1.0 of the contracts takes part in a run. */
class ApiEvolutionIT {

  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));
  private static final File API =
      new File("../cnf/releaserepo/org/tierlab/tierlab-api/1.0.0/tierlab-api-1.0.0.jar");
  private static final String EXPERIMENT =
      """
      machine:
        nodes:
          - {kind: dram, capacity: 8 MiB, latency: 100 ns, bandwidth: 72 GB/s, cpus: 4}
          - {kind: cxl, capacity: 64 MiB, latency: 250 ns, bandwidth: 26 GB/s}
      workload: {name: static, hot_size: 1 MiB, cold_size: 1 MiB, passes: 1000000, node: 1}
      sources: [{name: abit, mm_scan_period_ms: 400}]
      policies: [{name: old, period_ms: 50}]
      limit: 2 s
      """;

  @TempDir private Path folder;

  @Test
  void aPolicyOfTheFirstContractsTakesPart() throws Exception {
    Path jar = jar();
    try (TierlabFramework framework = TierlabFramework.start(HOME, TierlabFramework.Mode.BATCH)) {
      CommandOutput commands = new CommandOutput(framework.application(10_000));
      assertThat(commands.output("plugins", "verify", jar.toString())).contains("can be used");
      framework.context().installBundle(jar.toUri().toString()).start();
      Path experiment = Files.writeString(folder.resolve("old.yaml"), EXPERIMENT);
      assertThat(commands.output("run", experiment.toString(), "--no-oracle"))
          .contains("invariants: ok")
          .containsPattern("old_polled +[1-9]")
          .containsPattern("promotions \\(pages\\) +[1-9]");
    }
  }

  /** As bnd-maven-plugin made it then: the manifest asks for the packages' versions of then. */
  private Path jar() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path source = folder.resolve("OldPolicy.java");
    Files.copy(ApiEvolutionIT.class.getResourceAsStream("api10/OldPolicy.java.txt"), source);
    File annotations =
        new File(Component.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      files.setLocation(StandardLocation.CLASS_PATH, List.of(API, annotations));
      files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(classes.toFile()));
      assertThat(
              compiler
                  .getTask(
                      messages,
                      files,
                      null,
                      List.of("--release", "17", "-proc:none", "-nowarn"),
                      null,
                      files.getJavaFileObjects(source))
                  .call())
          .describedAs(messages.toString())
          .isTrue();
    }
    Path jar = folder.resolve("old.jar");
    try (Builder builder = new Builder()) {
      builder.setProperty("Bundle-SymbolicName", "org.example.old");
      builder.setProperty("Private-Package", "org.example.old");
      builder.addClasspath(classes.toFile());
      builder.addClasspath(API);
      builder.addClasspath(annotations);
      Jar built = builder.build();
      assertThat(builder.getErrors()).isEmpty();
      assertThat(built.getManifest().getMainAttributes().getValue("Import-Package"))
          .contains("org.tierlab.api.policy;version=\"[1.0,2)\"");
      built.write(jar.toFile());
    }
    return jar;
  }
}

package org.tierlab.itest;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.osgi.service.component.annotations.Component;
import org.tierlab.api.hotness.HotnessSource;

/** Builds jars of the plug-ins that these tests bring along. */
public final class PluginJar {

  private PluginJar() {}

  /**
   * Builds a jar.
   *
   * @param target where it goes, at once
   * @param version of the bundle
   * @param counter the counter that its source adds to: what an update changes
   */
  public static Path build(Path target, String version, String counter) throws Exception {
    Path unfinished = Files.createTempFile("plugin", ".building");
    try (Builder builder = new Builder()) {
      builder.setProperty("Bundle-SymbolicName", "org.tierlab.itest.plugin");
      builder.setProperty("Bundle-Version", version);
      builder.setProperty("-reproducible", "true");
      builder.setProperty("Private-Package", "org.tierlab.itest.plugin");
      builder.addClasspath(location(PluginJar.class));
      builder.addClasspath(location(HotnessSource.class));
      builder.addClasspath(location(Component.class));
      Jar jar = builder.build();
      if (!builder.getErrors().isEmpty()) {
        throw new IllegalStateException(builder.getErrors().toString());
      }
      jar.putResource("counter.txt", new EmbeddedResource(counter, 0));
      jar.write(unfinished.toFile());
    }
    return Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static File location(Class<?> type) throws Exception {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}

package org.tierlab.command.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.tierlab.command.kit.ManifestClauses.Clause;

/**
 * A jar as its manifest and its component descriptions show it; nothing of it is loaded.
 *
 * @param file where it is
 * @param bundle its symbolic name, empty if it is not a bundle
 * @param version its bundle version
 * @param imports clauses of {@code Import-Package}
 * @param requirements clauses of {@code Require-Capability}
 * @param offered plug-ins of its components
 * @param entries names of all files in it
 */
public record PluginJar(
    Path file,
    String bundle,
    Version version,
    List<Clause> imports,
    List<Clause> requirements,
    List<OfferedPlugin> offered,
    Set<String> entries) {

  /**
   * Reads a jar.
   *
   * @param file a file
   * @return what is in it
   * @throws IOException if it is no jar, or damaged
   */
  public static PluginJar read(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
      List<Clause> name = ManifestClauses.parse(headers.getValue(Constants.BUNDLE_SYMBOLICNAME));
      List<OfferedPlugin> offered = new ArrayList<>();
      for (Clause component : ManifestClauses.parse(headers.getValue("Service-Component"))) {
        offered.addAll(components(jar, component.path()));
      }
      return new PluginJar(
          file,
          name.isEmpty() ? "" : name.get(0).path(),
          version(headers.getValue(Constants.BUNDLE_VERSION)),
          ManifestClauses.parse(headers.getValue(Constants.IMPORT_PACKAGE)),
          ManifestClauses.parse(headers.getValue(Constants.REQUIRE_CAPABILITY)),
          offered,
          jar.stream().map(ZipEntry::getName).collect(Collectors.toSet()));
    }
  }

  private static Version version(String header) throws IOException {
    try {
      return Version.parseVersion(header);
    } catch (IllegalArgumentException e) {
      throw new IOException("its Bundle-Version is '" + header + "', expected 1.2.3", e);
    }
  }

  private static List<OfferedPlugin> components(JarFile jar, String path) throws IOException {
    ZipEntry entry = jar.getEntry(path);
    if (entry == null) {
      throw new IOException("its manifest names " + path + ", which is not in it");
    }
    try (InputStream xml = jar.getInputStream(entry)) {
      return ComponentFile.read(xml);
    }
  }

  /**
   * Bundle and version, for messages.
   *
   * @return for example {@code org.example.policy.hot_first 1.0.0}
   */
  public String title() {
    return bundle + " " + version;
  }
}

package org.tierlab.command.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes jars that look like those of plug-ins. */
public final class JarMaker {
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> entries = new LinkedHashMap<>();

  /** A policy that can be used. */
  public static JarMaker policy(String name, String version) {
    return new JarMaker()
        .header("Bundle-ManifestVersion", "2")
        .header("Bundle-SymbolicName", "org.example." + name + ";singleton:=false")
        .header("Bundle-Version", version)
        .header(
            "Import-Package",
            "java.util,org.tierlab.api;version=\"[1.1,2)\",org.tierlab.api.policy;version=\"[1.1,2)\"")
        .header(
            "Require-Capability",
            "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\",osgi.extender;filter:=\"(osgi.extender=osgi.component)\"")
        .header("Service-Component", "OSGI-INF/policy.xml")
        .entry("org/example/Component.class", "")
        .component("PromotionPolicy", name, "prototype");
  }

  /** Sets a header, or leaves it out if null. */
  public JarMaker header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Adds a file. */
  public JarMaker entry(String name, String content) {
    entries.put(name, content);
    return this;
  }

  /** Describes the component. */
  public JarMaker component(String service, String name, String scope) {
    String property =
        name.isEmpty() ? "" : "<property name='tierlab.name' type='String' value='" + name + "'/>";
    return entry(
        "OSGI-INF/policy.xml",
        """
        <?xml version='1.0'?>
        <scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='x'>
          %s<service scope='%s'><provide interface='org.tierlab.api.policy.%s'/></service>
          <implementation class='org.example.Component'/>
        </scr:component>
        """
            .formatted(property, scope, service));
  }

  /** Writes the jar. */
  public Path write(Path file) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(
        (name, value) -> {
          if (value != null) {
            manifest.getMainAttributes().putValue(name, value);
          }
        });
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue().getBytes(UTF_8));
      }
    }
    return file;
  }
}

package org.tierlab.command.services;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Puts an archived jar into the framework, in place of a bundle of the same name and version. */
final class JarInstaller {

  private final BundleContext context;
  private final BundleJars jars;

  JarInstaller(BundleContext context, BundleJars jars) {
    this.context = context;
    this.jars = jars;
  }

  /**
   * Installs a jar and starts its bundle.
   *
   * @param jar a bundle
   * @throws IllegalArgumentException if it cannot be
   */
  void install(Path jar) {
    try {
      Bundle present = present(jar);
      if (present == null) {
        context.installBundle(jar.toUri().toString()).start();
        return;
      }
      jars.updated(present, jar);
      try (InputStream in = Files.newInputStream(jar)) {
        present.update(in);
      }
      present.start();
    } catch (IOException | BundleException e) {
      throw new IllegalArgumentException(jar + " cannot be installed: " + e.getMessage(), e);
    }
  }

  private @Nullable Bundle present(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      if (manifest == null) {
        throw new IOException("it has no manifest");
      }
      String header = manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
      String name = String.valueOf(header).replaceFirst(";.*", "").trim();
      Version version =
          Version.parseVersion(manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION));
      for (Bundle bundle : context.getBundles()) {
        if (name.equals(bundle.getSymbolicName()) && version.equals(bundle.getVersion())) {
          return bundle;
        }
      }
      return null;
    }
  }
}

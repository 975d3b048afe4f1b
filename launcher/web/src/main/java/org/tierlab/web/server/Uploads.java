package org.tierlab.web.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.shell.run.Refusal;

/** Takes jars of plug-ins: limited in size, looked at before they are started. */
final class Uploads {
  /** Largest jar, bytes: a hundred times a usual plug-in. */
  static final int MOST_BYTES = 16 << 20;

  /** Most that a jar may unpack to, so that a small one cannot fill the memory. */
  private static final long MOST_UNPACKED = 128L << 20;

  private static final int MOST_ENTRIES = 10_000;
  private static final String API = "org.tierlab.api.";

  private final PluginHost plugins;
  private final Path folder;

  Uploads(PluginHost plugins, Path folder) {
    this.plugins = plugins;
    this.folder = folder;
  }

  /**
   * Installs a jar.
   *
   * @param body the upload
   * @return what was installed, for the page
   */
  String install(InputStream body) throws IOException {
    byte[] jar = body.readNBytes(MOST_BYTES + 1);
    if (jar.length > MOST_BYTES) {
      throw new Refusal("the jar is larger than " + (MOST_BYTES >> 20) + " MiB");
    }
    String bundle = verify(jar);
    Path file = folder.resolve(sha256(jar) + ".jar");
    Files.createDirectories(folder);
    Files.write(file, jar);
    try {
      plugins.install(file);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
    return bundle;
  }

  private static String verify(byte[] jar) {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), true)) {
      Manifest manifest = in.getManifest();
      if (manifest == null) {
        throw new Refusal("this is no jar with a manifest");
      }
      Attributes headers = manifest.getMainAttributes();
      String name = headers.getValue("Bundle-SymbolicName");
      if (name == null || headers.getValue("Service-Component") == null) {
        throw new Refusal("the jar is no bundle with components");
      }
      if (!String.valueOf(headers.getValue("Import-Package")).contains(API)) {
        throw new Refusal("bundle " + name + " is no plug-in: it imports nothing of " + API + "*");
      }
      unpack(in);
      return name + " " + headers.getValue("Bundle-Version");
    } catch (IOException | SecurityException e) {
      throw new Refusal("the jar cannot be read: " + e.getMessage());
    }
  }

  /** Reads everything, which checks sums and signatures. */
  private static void unpack(JarInputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    int entries = 0;
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
        if (bytes > MOST_UNPACKED) {
          throw new Refusal("the jar unpacks to more than " + (MOST_UNPACKED >> 20) + " MiB");
        }
      }
      if (++entries > MOST_ENTRIES) {
        throw new Refusal("the jar has more than " + MOST_ENTRIES + " entries");
      }
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

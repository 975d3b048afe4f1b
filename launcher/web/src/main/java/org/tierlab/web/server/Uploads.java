package org.tierlab.web.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import org.tierlab.command.kit.JarCheck;
import org.tierlab.command.kit.PluginJar;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.shell.run.Refusal;

/** Takes jars of plug-ins: limited in size, looked at before they are started. */
final class Uploads {
  /** Largest jar, bytes: a hundred times a usual plug-in. */
  static final int MOST_BYTES = 16 << 20;

  /** Most that a jar may unpack to, so that a small one cannot fill the memory. */
  private static final long MOST_UNPACKED = 128L << 20;

  private static final int MOST_ENTRIES = 10_000;

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
    unpack(jar);
    Path file = folder.resolve(sha256(jar) + ".jar");
    Files.createDirectories(folder);
    Files.write(file, jar);
    try {
      PluginJar plugin = verified(file);
      plugins.install(file);
      return plugin.title();
    } catch (IllegalArgumentException e) {
      Files.delete(file);
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  /** Its manifest and components; nothing of the jar is loaded. */
  private PluginJar verified(Path file) throws IOException {
    PluginJar jar;
    try {
      jar = PluginJar.read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("the jar cannot be read: " + e.getMessage(), e);
    }
    List<String> problems =
        new JarCheck(plugins.packages(), plugins, Runtime.version().feature()).problems(jar);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("the jar is refused: " + String.join("; ", problems));
    }
    return jar;
  }

  /** Reads everything, which checks sums and signatures. */
  private static void unpack(byte[] jar) {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), true)) {
      if (in.getManifest() == null) {
        throw new Refusal("this is no jar with a manifest");
      }
      unpack(in);
    } catch (IOException | SecurityException e) {
      throw new Refusal("the jar cannot be read: " + e.getMessage());
    }
  }

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

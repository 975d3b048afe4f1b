import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Downloads a Maven release, checks it and unpacks it, with nothing but a JDK: {@code java
 * FetchMaven.java URL SHA256 FOLDER}. The folder appears complete or not at all, so that several
 * builds may start at once.
 */
final class FetchMaven {

  private FetchMaven() {}

  public static void main(String[] args) throws Exception {
    try {
      fetch(args[0], args[1], Path.of(args[2]));
    } catch (IOException e) {
      System.err.println("mvnw: cannot fetch " + args[0] + ": " + e);
      System.exit(1);
    }
  }

  private static void fetch(String url, String sha256, Path folder)
      throws IOException, GeneralSecurityException {
    byte[] archive = download(url);
    String found = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
    if (!found.equalsIgnoreCase(sha256)) {
      throw new IOException("its SHA-256 is " + found + " where " + sha256 + " was expected");
    }
    Files.createDirectories(folder.getParent());
    Path unpacked = Files.createTempDirectory(folder.getParent(), "unpacking-");
    unpack(archive, unpacked);
    try {
      Files.move(unpacked, folder);
    } catch (IOException e) {
      delete(unpacked);
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static byte[] download(String url) throws IOException {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  /** Leaves the archive's single top folder out of the unpacked names. */
  private static void unpack(byte[] archive, Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("it holds a file outside its folder: " + name);
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(zip, target);
          if (name.startsWith("bin/") && !target.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + target + " executable");
          }
        }
      }
    }
  }
}

package org.tierlab.command.services;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.tierlab.sim.plugin.Plugins.Provenance;

/**
 * The jars that bundles were installed from, by checksum. Of those from outside the distribution a
 * copy is kept as long as the framework runs, since such a jar may be replaced at any time.
 * Thread-safe.
 */
final class BundleJars {

  private static final String FILE_SCHEME = "file:";
  private static final String HOME = "tierlab.home";

  private final Map<Edition, String> checksums = new ConcurrentHashMap<>();
  private final Map<String, Path> foreign = new ConcurrentHashMap<>();
  private final Map<Long, Path> updates = new ConcurrentHashMap<>();
  private final BundleContext context;

  /** A bundle between two updates. */
  private record Edition(long bundleId, long lastModified) {}

  /**
   * Knows the jars of a framework.
   *
   * @param context of a bundle that keeps the copies
   */
  BundleJars(BundleContext context) {
    this.context = context;
  }

  /**
   * Where a bundle's services come from.
   *
   * @param bundle an installed bundle
   * @return its provenance, without checksum if it was not installed from a file
   */
  Provenance provenance(Bundle bundle) {
    Edition edition = new Edition(bundle.getBundleId(), bundle.getLastModified());
    String sha256 = checksums.computeIfAbsent(edition, key -> checksum(bundle));
    return new Provenance(
        String.valueOf(bundle.getSymbolicName()), bundle.getVersion().toString(), sha256);
  }

  /**
   * A copy of a jar from outside the distribution.
   *
   * @param sha256 a checksum that {@link #provenance} gave
   * @return null if the jar is part of the distribution
   */
  @Nullable Path foreign(String sha256) {
    return foreign.get(sha256);
  }

  /** Notes that a bundle was updated from another file than it was installed from. */
  void updated(Bundle bundle, Path jar) {
    updates.put(bundle.getBundleId(), jar);
  }

  private String checksum(Bundle bundle) {
    Path update = updates.get(bundle.getBundleId());
    Path jar = update == null ? location(bundle) : update;
    if (jar == null || !Files.isRegularFile(jar)) {
      return "";
    }
    try {
      return isOurs(jar) ? sha256(jar) : keep(jar);
    } catch (IOException e) {
      return "";
    }
  }

  private boolean isOurs(Path jar) {
    String home = context.getProperty(HOME);
    return home != null
        && (jar.startsWith(Path.of(home, "plugins")) || jar.startsWith(Path.of(home, "bundles")));
  }

  /** Copies a jar first, so that checksum and copy are of the same bytes. */
  private String keep(Path jar) throws IOException {
    File folder = context.getDataFile("jars");
    if (folder == null) {
      return sha256(jar);
    }
    Files.createDirectories(folder.toPath());
    Path copy = Files.createTempFile(folder.toPath(), "jar", ".tmp");
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    String sha256 = sha256(copy);
    Path kept = folder.toPath().resolve(sha256 + ".jar");
    Files.move(copy, kept, StandardCopyOption.REPLACE_EXISTING);
    foreign.put(sha256, kept);
    return sha256;
  }

  private static @Nullable Path location(Bundle bundle) {
    String location = bundle.getLocation();
    int scheme = location.indexOf(FILE_SCHEME);
    try {
      return scheme < 0 ? null : Path.of(URI.create(location.substring(scheme)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest = new DigestInputStream(in, newDigest())) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

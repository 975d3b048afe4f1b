package org.tierlab.command.services;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.tierlab.sim.plugin.Plugins.Provenance;

/** The jars that bundles were installed from, by checksum. Thread-safe. */
final class BundleJars {

  private static final String FILE_SCHEME = "file:";

  private final Map<Edition, String> checksums = new ConcurrentHashMap<>();
  private final Map<String, Path> jars = new ConcurrentHashMap<>();

  /** A bundle between two updates. */
  private record Edition(long bundleId, long lastModified) {}

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
   * The jar of a checksum that {@link #provenance} gave.
   *
   * @param sha256 the checksum
   * @return where the bundle was installed from, or null
   */
  @Nullable Path jar(String sha256) {
    return jars.get(sha256);
  }

  private String checksum(Bundle bundle) {
    Path jar = location(bundle);
    if (jar == null || !Files.isRegularFile(jar)) {
      return "";
    }
    try {
      String sha256 = sha256(jar);
      jars.put(sha256, jar);
      return sha256;
    } catch (IOException e) {
      return "";
    }
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

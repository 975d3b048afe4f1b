package org.tierlab.command.plugins;

import java.util.regex.Pattern;

/**
 * What an experiment writes to name a plug-in: {@code hot-first}, or {@code hot-first@1.2} for one
 * version of it. A version stands for all that continue it: {@code 1.2} for 1.2.0 and 1.2.7, not
 * for 1.20.
 *
 * @param name the plug-in's name
 * @param version bundle version or the beginning of one, empty for the best there is
 */
public record VersionedName(String name, String version) {
  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+(\\.\\d+(\\.[\\w-]+)?)?)?");

  /**
   * Reads a name.
   *
   * @param text as an experiment has it
   * @return its parts; the whole text is the name if what follows the {@code @} is no version
   */
  public static VersionedName parse(String text) {
    int at = text.lastIndexOf('@');
    String version = at < 0 ? "" : text.substring(at + 1);
    return at > 0 && VERSION.matcher(version).matches()
        ? new VersionedName(text.substring(0, at), version)
        : new VersionedName(text, "");
  }

  /**
   * Whether one version is asked for.
   *
   * @return false if any will do
   */
  public boolean isPinned() {
    return !version.isEmpty();
  }

  /**
   * Whether a bundle will do.
   *
   * @param bundleVersion its version
   * @return true for any if none is asked for
   */
  public boolean accepts(String bundleVersion) {
    return !isPinned() || bundleVersion.equals(version) || bundleVersion.startsWith(version + ".");
  }
}

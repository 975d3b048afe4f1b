package org.tierlab.command.kit;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tierlab.command.CommandFailure;
import org.tierlab.sim.plugin.PluginKind;

/**
 * What a new plug-in is called.
 *
 * @param kind its kind
 * @param name the plug-in's name, lower-case words joined by hyphens
 * @param javaPackage its package
 */
public record ProjectNames(PluginKind kind, String name, String javaPackage) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern PACKAGE = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*");
  private static final int LONGEST = 40;

  /** Words that no Java package may have as a part. */
  private static final Set<String> RESERVED =
      Set.of(
          ("abstract assert boolean break byte case catch char class const continue default do"
                  + " double else enum extends false final finally float for goto if implements"
                  + " import instanceof int interface long native new null package private"
                  + " protected public return short static strictfp super switch synchronized this"
                  + " throw throws transient true try void volatile while _")
              .split(" "));

  /** Checks both names. */
  public ProjectNames {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
      throw CommandFailure.input(
          "'%s' is no name for a plug-in, expected up to %d characters, lower-case words joined by hyphens: hot-first"
              .formatted(name, LONGEST));
    }
    if (!PACKAGE.matcher(javaPackage).matches()
        || Arrays.stream(javaPackage.split("\\.")).anyMatch(RESERVED::contains)) {
      throw CommandFailure.input(
          "'%s' is no Java package, expected lower-case words joined by dots: org.example.hotfirst"
              .formatted(javaPackage));
    }
    if (javaPackage.equals("org.tierlab") || javaPackage.startsWith("org.tierlab.")) {
      throw CommandFailure.input(
          "package '" + javaPackage + "' is Tierlab's own, expected one of yours");
    }
  }

  /**
   * The package of a plug-in whose author names none.
   *
   * @param kind the plug-in's kind
   * @param name its name
   * @return below {@code org.example}
   */
  public static String usualPackage(PluginKind kind, String name) {
    String last = name.replace('-', '_');
    return "org.example." + kind.word() + "." + last + (RESERVED.contains(last) ? "_" : "");
  }

  /**
   * What class names begin with.
   *
   * @return for example {@code HotFirst}
   */
  public String className() {
    return Arrays.stream(name.split("-"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  /**
   * What counters begin with.
   *
   * @return for example {@code hot_first}
   */
  public String counterName() {
    return name.replace('-', '_');
  }
}

package org.tierlab.command.kit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.tierlab.command.kit.ManifestClauses.Clause;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginEntry;

/**
 * Says in words what would keep the plug-ins of a jar from being used: what is not there, what is
 * there already, and what a run could not work with. Nothing of the jar is loaded.
 */
public final class JarCheck {

  private static final String API = "org.tierlab.api";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern JAVA = Pattern.compile("version=(\\d+)(?:\\.\\d+)*\\)");

  private final Map<String, Version> exports;
  private final PluginCatalogue catalogue;
  private final int javaFeature;

  /**
   * Knows what is installed.
   *
   * @param exports packages that bundles offer, with their versions
   * @param catalogue plug-ins that are present
   * @param javaFeature the Java release that runs, for example 17
   */
  public JarCheck(Map<String, Version> exports, PluginCatalogue catalogue, int javaFeature) {
    this.exports = Map.copyOf(exports);
    this.catalogue = catalogue;
    this.javaFeature = javaFeature;
  }

  /**
   * Checks a jar.
   *
   * @param jar what is in it
   * @return problems, a sentence each; none if it can be used
   */
  public List<String> problems(PluginJar jar) {
    if (jar.bundle().isEmpty()) {
      return List.of(
          "it is no bundle: its manifest has no Bundle-SymbolicName; have bnd-maven-plugin write it");
    }
    List<String> problems = new ArrayList<>();
    jar.imports().forEach(clause -> addMissing(clause, problems));
    if (jar.entries().stream().anyMatch(entry -> entry.startsWith("org/tierlab/api/"))) {
      problems.add(
          "it holds classes of "
              + API
              + ", which would be others than those of Tierlab; make tierlab-api a 'provided'"
              + " dependency");
    }
    jar.requirements().forEach(clause -> addOldJava(clause, problems));
    addServices(jar, problems);
    return problems;
  }

  private void addMissing(Clause clause, List<String> problems) {
    String name = clause.path();
    if (name.startsWith("java.") || clause.parameter("resolution:", "").equals("optional")) {
      return;
    }
    String range = clause.parameter("version", "0");
    Version present = exports.get(name);
    if (present == null) {
      problems.add(
          isTierlab(name)
              ? "it needs package %s, which this Tierlab does not have: it was built for another one"
                  .formatted(name)
              : "it needs package %s, which no bundle here offers: let bnd.bnd put it into the jar (-conditionalpackage: %s)"
                  .formatted(name, name));
    } else if (!new VersionRange(range).includes(present)) {
      problems.add(
          "it needs package %s %s, and here it is %s: %s"
              .formatted(name, words(new VersionRange(range)), present, age(range, present)));
    }
  }

  private static boolean isTierlab(String name) {
    return name.equals("org.tierlab") || name.startsWith("org.tierlab.");
  }

  private static String words(VersionRange range) {
    String from = "from version " + range.getLeft();
    return range.getRight() == null ? from : from + " to below " + range.getRight();
  }

  private static String age(String range, Version present) {
    return new VersionRange(range).getLeft().compareTo(present) > 0
        ? "it was built for a newer Tierlab"
        : "it was built for an older Tierlab and has to be built again";
  }

  private void addOldJava(Clause clause, List<String> problems) {
    Matcher matcher = JAVA.matcher(clause.parameter("filter:", ""));
    if (clause.path().equals("osgi.ee") && matcher.find()) {
      int needed = Integer.parseInt(matcher.group(1));
      if (needed > javaFeature) {
        problems.add("it needs Java " + needed + ", and this is Java " + javaFeature);
      }
    }
  }

  private void addServices(PluginJar jar, List<String> problems) {
    if (jar.offered().isEmpty()) {
      problems.add(
          "it offers no plug-in: no component provides HotnessSource, PromotionPolicy, CopyEngine or"
              + " Workload; put @Component(service = …) on a class that implements one");
    }
    Set<String> seen = new HashSet<>();
    for (OfferedPlugin plugin : jar.offered()) {
      if (!jar.entries().contains(plugin.implementation().replace('.', '/') + ".class")) {
        problems.add("class " + plugin.implementation() + " of a component is not in it");
      }
      if (!plugin.scope().equals("prototype")) {
        problems.add(
            "component %s has one instance for all runs; add scope = ServiceScope.PROTOTYPE to its @Component"
                .formatted(plugin.implementation()));
      }
      if (!NAME.matcher(plugin.name()).matches()) {
        problems.add(badName(plugin));
      } else if (!seen.add(plugin.label())) {
        problems.add("two of its components are called " + plugin.label());
      } else {
        addDuplicate(jar, plugin, problems);
      }
    }
  }

  private static String badName(OfferedPlugin plugin) {
    return plugin.name().isEmpty()
        ? "component %s has no name; put @PluginName(name = \"…\") on it"
            .formatted(plugin.implementation())
        : "component %s is called '%s', expected lower-case words joined by hyphens"
            .formatted(plugin.implementation(), plugin.name());
  }

  /** The same bundle in another version may stand beside it; another bundle may not. */
  private void addDuplicate(PluginJar jar, OfferedPlugin plugin, List<String> problems) {
    PluginEntry present = catalogue.find(plugin.kind(), plugin.name());
    if (present != null && !present.provenance().bundle().equals(jar.bundle())) {
      problems.add(
          "there is a %s already, of bundle %s %s; two would hide each other: rename yours"
              .formatted(
                  plugin.label(), present.provenance().bundle(), present.provenance().version()));
    }
  }
}

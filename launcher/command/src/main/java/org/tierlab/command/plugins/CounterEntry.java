package org.tierlab.command.plugins;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A counter that a bundle describes by {@link org.tierlab.api.Counts}.
 *
 * @param counter its name in the result's {@code vmstat}, parts in angle brackets stand for others
 * @param unit what is counted
 * @param about what adds to it
 * @param source the kernel file, patch or tool that has it, {@code model} if none has
 * @param bundle the symbolic name of the bundle that counts
 */
public record CounterEntry(String counter, String unit, String about, String source, String bundle)
    implements Comparable<CounterEntry> {

  private static final Pattern VARIABLE = Pattern.compile("<[a-z]+>");
  private static final Comparator<CounterEntry> ORDER =
      Comparator.comparing(CounterEntry::counter)
          .thenComparing(CounterEntry::about)
          .thenComparing(CounterEntry::bundle);

  /**
   * Whether this describes a counter of a result.
   *
   * @param name a name in its {@code vmstat}
   * @return true if the names are equal but for parts in angle brackets
   */
  public boolean describes(String name) {
    Matcher variables = VARIABLE.matcher(Pattern.quote(counter));
    return name.matches(variables.replaceAll("\\\\E[a-z0-9_-]+\\\\Q"));
  }

  @Override
  public int compareTo(CounterEntry other) {
    return ORDER.compare(this, other);
  }
}

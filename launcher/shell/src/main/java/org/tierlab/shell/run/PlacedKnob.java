package org.tierlab.shell.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.command.experiment.KnobText;
import org.tierlab.command.experiment.KnobValues;
import org.tierlab.command.plugins.PluginEntry;

/**
 * A knob of a plug-in in place.
 *
 * @param plugin whose it is
 * @param entry what is known of the plug-in
 * @param knob the knob
 */
public record PlacedKnob(Placed plugin, PluginEntry entry, KnobInfo knob) {

  private static final String PROC_SYS = "/proc/sys/";

  /**
   * All knobs of some plug-ins.
   *
   * @param plugins in place
   * @return in the order of plug-ins and declaration
   */
  public static List<PlacedKnob> of(List<Placed> plugins) {
    List<PlacedKnob> all = new ArrayList<>();
    for (Placed plugin : plugins) {
      PluginEntry entry = plugin.entry();
      if (entry != null) {
        entry.knobs().forEach(knob -> all.add(new PlacedKnob(plugin, entry, knob)));
      }
    }
    return all;
  }

  /**
   * Finds the knob that a person means.
   *
   * @param plugins in place
   * @param written the name in experiments, the kernel's name or path, or the last part of it; with
   *     {@code PLUGIN.} or {@code KIND.PLUGIN.} before it where several plug-ins have one
   * @return the knob; where several plug-ins share a kernel's knob, the first one's
   * @throws Refusal if there is none, or several are meant
   */
  public static PlacedKnob find(List<Placed> plugins, String written) {
    List<PlacedKnob> all = of(plugins);
    List<PlacedKnob> meant = all.stream().filter(knob -> knob.isCalled(written)).toList();
    if (meant.isEmpty()) {
      meant = all.stream().filter(knob -> knob.isCalledInFull(written)).toList();
    }
    if (meant.isEmpty()) {
      throw new Refusal(
          "there is no knob '" + written + "' in this run; there are: " + fullNames(all));
    }
    boolean isShared =
        meant.get(0).knob.shared()
            && meant.stream().map(one -> one.knob.kernel()).distinct().count() == 1;
    if (meant.size() > 1 && !isShared) {
      throw new Refusal("'" + written + "' is several knobs; say which: " + fullNames(meant));
    }
    return meant.get(0);
  }

  private static String fullNames(List<PlacedKnob> knobs) {
    return knobs.isEmpty()
        ? "none"
        : knobs.stream().map(PlacedKnob::fullName).collect(Collectors.joining(", "));
  }

  private boolean isCalled(String written) {
    String kernel = knob.kernel();
    if (written.equals(knob.name()) || written.equals(kernel)) {
      return true;
    }
    String lastPart =
        kernel.substring(Math.max(kernel.lastIndexOf('/'), kernel.lastIndexOf('.')) + 1);
    boolean isSysctl = !kernel.isEmpty() && !kernel.startsWith("/");
    return (!kernel.isEmpty() && written.equals(lastPart))
        || (isSysctl && written.equals(PROC_SYS + kernel.replace('.', '/')));
  }

  private boolean isCalledInFull(String written) {
    for (String prefix :
        List.of(plugin.name() + ".", plugin.kind().word() + "." + plugin.name() + ".")) {
      if (written.startsWith(prefix) && isCalled(written.substring(prefix.length()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * A name that no other knob of the run has.
   *
   * @return for example {@code abit.period_ms}
   */
  public String fullName() {
    return plugin.name() + "." + knob.name();
  }

  /**
   * The value in force.
   *
   * @return with its unit
   */
  public String value() {
    return KnobText.withUnit(knob, Objects.requireNonNull(plugin.knobs().get(knob.name())));
  }

  /**
   * Reads a value for the knob.
   *
   * @param text with or without unit
   * @return the value in the type that the plug-in declares
   * @throws Refusal if the knob does not take it, or cannot change
   */
  public Object parse(String text) {
    if (!knob.runtime()) {
      throw new Refusal("knob '" + fullName() + "' cannot change while the run goes on");
    }
    String plain = KnobText.inUnit(knob, text).orElseThrow(() -> wrong(text));
    Map<String, Object> all = new java.util.LinkedHashMap<>(plugin.knobs());
    all.put(knob.name(), plain);
    try {
      return Objects.requireNonNull(KnobValues.typed(entry.knobSet(), all).get(knob.name()));
    } catch (KnobException e) {
      throw e.knob().equals(knob.name())
          ? wrong(text)
          : new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private Refusal wrong(String text) {
    return new Refusal(
        "knob '" + fullName() + "' is '" + text + "', expected " + KnobText.expected(knob));
  }
}

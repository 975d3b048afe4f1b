package org.tierlab.api.knob;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One setting of a plug-in, on a component of its knob record.
 *
 * <p>Component types are {@code long}, {@code int}, {@code double}, {@code boolean}, {@code String}
 * or an enum. The knob's name is the component's in snake case ({@code scanSizeMb} becomes {@code
 * scan_size_mb}) unless {@link #name()} says otherwise; an enum constant is written in lower case
 * with hyphens.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Knob {
  /**
   * The default, as a person would write it.
   *
   * @return text of the component's type; empty means that the experiment must give a value, except
   *     for strings, where it is the empty string
   */
  String value() default "";

  /**
   * The knob's name where snake case does not give it.
   *
   * @return a name, or empty for the derived one
   */
  String name() default "";

  /**
   * The unit of the number.
   *
   * @return the unit in which the record component is expressed
   */
  Unit unit() default Unit.NONE;

  /**
   * Least permitted number.
   *
   * @return an inclusive bound in the knob's unit
   */
  double min() default Double.NEGATIVE_INFINITY;

  /**
   * Greatest permitted number.
   *
   * @return an inclusive bound in the knob's unit
   */
  double max() default Double.POSITIVE_INFINITY;

  /**
   * The kernel's name of this knob: a sysctl, or a path below {@code /sys}. Plug-ins that name the
   * same one share its value, unless a directory of the path is called {@code N}: then it stands
   * for one of several numbered directories, and each has its own.
   *
   * @return the kernel's name, empty if the kernel has no such knob
   */
  String kernel() default "";

  /**
   * What the knob does, in one sentence.
   *
   * @return a sentence
   */
  String about();

  /**
   * Whether the value may change while the simulation runs.
   *
   * @return true for a knob that {@code tier:knob set} accepts
   */
  boolean runtime() default true;
}

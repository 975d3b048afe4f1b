package org.tierlab.api.knob;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a knob record that is a knob record itself: one of several alike, such as the
 * destinations of a scheme.
 *
 * <p>The names of its knobs begin with the component's in snake case and an underscore ({@code
 * dest0} and {@code weight} give {@code dest0_weight}), their kernel names with {@link #kernel()}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface KnobGroup {
  /**
   * What the kernel's names of the knobs begin with.
   *
   * @return a path that ends with a slash, empty if the kernel has none
   */
  String kernel() default "";
}

package org.tierlab.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The name of a plug-in: the value of the service property {@code tierlab.name}.
 *
 * <p>Names are lower-case words joined by hyphens ({@code promote-on-access}), unique within a
 * plug-in kind, and are what experiments and the shell use. Put it on the component class beside
 * {@code @Component}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface PluginName {
  /** Prefix of the service property, so that {@link #name()} becomes {@code tierlab.name}. */
  String PREFIX_ = "tierlab.";

  /**
   * The plug-in's name.
   *
   * @return lower-case letters, digits and hyphens
   */
  String name();
}

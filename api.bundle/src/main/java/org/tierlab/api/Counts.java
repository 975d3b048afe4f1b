package org.tierlab.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/**
 * A counter that a plug-in adds to the result's {@code vmstat}, put on the class that counts. It
 * becomes a capability of the bundle, {@value #NAMESPACE}, that is read without loading a class: so
 * the reference lists the counter, with its bundle, unit and meaning.
 *
 * <p>Several classes, and several bundles, may describe one counter that they share. Describing a
 * counter does not create it ({@link RunContext#counter(String)} does), and a counter that nobody
 * describes still counts.
 */
@Capability(namespace = Counts.NAMESPACE)
@Repeatable(Counts.All.class)
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Counts {
  /** The namespace of the capability; its attributes bear the names of this type's members. */
  String NAMESPACE = "tierlab.counter";

  /**
   * The counter's name, as in the result. A part in angle brackets stands for lower-case letters,
   * digits, {@code _} and {@code -}: {@code lru_gen_node<node>_age<age>_pages}.
   *
   * @return a vmstat name
   */
  @Attribute
  String counter();

  /**
   * What is counted, in the plural.
   *
   * @return such as {@code pages}, {@code events}, {@code us}
   */
  @Attribute
  String unit();

  /**
   * What adds to it.
   *
   * @return one line
   */
  @Attribute
  String about();

  /**
   * Where the counter comes from.
   *
   * @return the kernel, a patch or a tool that has it; {@code model} if it is this laboratory's own
   */
  @Attribute
  String source();

  /** Several of them on one class. */
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface All {
    /**
     * The counters.
     *
     * @return in any order
     */
    Counts[] value();
  }
}

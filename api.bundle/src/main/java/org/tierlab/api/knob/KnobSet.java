package org.tierlab.api.knob;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The knobs that a record type declares, in the order of its components.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <R> the knob record
 */
public final class KnobSet<R extends Record> {
  private final Class<R> type;
  private final Map<String, KnobInfo> knobs = new LinkedHashMap<>();

  private KnobSet(Class<R> type) {
    this.type = type;
    collect(type, "", "");
  }

  private void collect(Class<?> record, String prefix, String kernelPrefix) {
    for (RecordComponent component : record.getRecordComponents()) {
      KnobGroup group = component.getAnnotation(KnobGroup.class);
      Knob knob = component.getAnnotation(Knob.class);
      if (group != null && component.getType().isRecord()) {
        collect(component.getType(), groupPrefix(prefix, component), group.kernel());
      } else if (knob != null) {
        KnobInfo info = info(component, knob, prefix, kernelPrefix);
        knobs.put(info.name(), info);
      } else {
        throw new IllegalArgumentException(
            record.getName() + "." + component.getName() + " has no @Knob");
      }
    }
  }

  private static String groupPrefix(String prefix, RecordComponent component) {
    return prefix + snakeCase(component.getName()) + "_";
  }

  private static String nameOf(RecordComponent component, String prefix) {
    Knob knob = component.getAnnotation(Knob.class);
    boolean derived = knob == null || knob.name().isEmpty();
    return prefix + (derived ? snakeCase(component.getName()) : knob.name());
  }

  private static KnobInfo info(
      RecordComponent component, Knob knob, String prefix, String kernelPrefix) {
    return new KnobInfo(
        nameOf(component, prefix),
        component.getType(),
        knob.value(),
        knob.unit(),
        knob.min(),
        knob.max(),
        knob.kernel().isEmpty() ? "" : kernelPrefix + knob.kernel(),
        knob.about(),
        knob.runtime());
  }

  /**
   * Reads the knobs of a record type.
   *
   * @param type a record whose components all carry {@link Knob} or {@link KnobGroup}
   * @param <R> the record's type
   * @return its knobs
   * @throws IllegalArgumentException if a component has no {@link Knob}
   */
  public static <R extends Record> KnobSet<R> of(Class<R> type) {
    return new KnobSet<>(type);
  }

  /**
   * The knobs in declaration order.
   *
   * @return an unmodifiable list
   */
  public List<KnobInfo> knobs() {
    return List.copyOf(knobs.values());
  }

  /**
   * Looks a knob up by the name that experiments use.
   *
   * @param name the knob's name
   * @return its description, or null
   */
  public @Nullable KnobInfo find(String name) {
    return knobs.get(name);
  }

  /**
   * The record with every default.
   *
   * @return a new record
   * @throws KnobException if a knob has no default
   */
  public R defaults() {
    return bind(Map.of());
  }

  /**
   * Builds the record from values; missing ones take their default.
   *
   * @param values by knob name; numbers are in the knob's unit; text is parsed
   * @return a new record
   * @throws KnobException if a name is unknown, a value has the wrong type or lies outside its
   *     bounds, or the record refuses the combination
   */
  public R bind(Map<String, ?> values) {
    for (String name : values.keySet()) {
      if (!knobs.containsKey(name)) {
        throw new KnobException(name, "unknown knob '" + name + "'; known: " + knobs.keySet());
      }
    }
    return type.cast(build(type, "", values));
  }

  /** Builds a record, and first the groups in it. */
  private Object build(Class<?> record, String prefix, Map<String, ?> values) {
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      if (component.isAnnotationPresent(KnobGroup.class)) {
        arguments.add(build(component.getType(), groupPrefix(prefix, component), values));
      } else {
        String name = nameOf(component, prefix);
        KnobInfo knob = Objects.requireNonNull(knobs.get(name));
        Object value = values.get(name);
        arguments.add(convert(knob, value == null ? knob.defaultValue() : value));
      }
    }
    return construct(record, arguments.toArray());
  }

  /**
   * The values of a record by knob name, in declaration order: {@link #bind} gives the record back.
   *
   * @param record a record of this type
   * @return numbers, booleans and texts
   */
  public Map<String, Object> values(R record) {
    Map<String, Object> values = new LinkedHashMap<>();
    read(record, "", values);
    return values;
  }

  private static void read(Object record, String prefix, Map<String, Object> values) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        Object value = accessor.invoke(record);
        if (component.isAnnotationPresent(KnobGroup.class)) {
          read(value, groupPrefix(prefix, component), values);
        } else {
          values.put(nameOf(component, prefix), value instanceof Enum<?> word ? word(word) : value);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Object construct(Class<?> record, Object[] arguments) {
    RecordComponent[] components = record.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = components[i].getType();
    }
    try {
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof KnobException refused) {
        throw refused;
      }
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new KnobException("", String.valueOf(refused.getMessage()));
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object convert(KnobInfo knob, Object value) {
    String text = value.toString().trim();
    Class<?> type = knob.type();
    if (type == String.class) {
      return text;
    }
    if (type == boolean.class) {
      return switch (text) {
        case "true", "1", "on" -> true;
        case "false", "0", "off" -> false;
        default -> throw wrong(knob, text);
      };
    }
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (word((Enum<?>) constant).equals(text)) {
          return constant;
        }
      }
      throw wrong(knob, text);
    }
    return number(knob, text);
  }

  private static Object number(KnobInfo knob, String text) {
    try {
      if (knob.type() == double.class) {
        double number = Double.parseDouble(text);
        if (!(number >= knob.min() && number <= knob.max())) {
          throw wrong(knob, text);
        }
        return number;
      }
      long number = Long.parseLong(text);
      boolean fits = knob.type() == long.class || number == (int) number;
      if (!fits || number < knob.min() || number > knob.max()) {
        throw wrong(knob, text);
      }
      return knob.type() == long.class ? (Object) number : (Object) (int) number;
    } catch (NumberFormatException e) {
      throw wrong(knob, text);
    }
  }

  private static KnobException wrong(KnobInfo knob, String text) {
    String was = text.isEmpty() ? "no value" : "'" + text + "'";
    return new KnobException(
        knob.name(), "knob '" + knob.name() + "' is " + was + ", expected " + knob.expected());
  }

  static List<String> words(Class<?> enumType) {
    List<String> words = new ArrayList<>();
    for (Object constant : enumType.getEnumConstants()) {
      words.add(word((Enum<?>) constant));
    }
    return words;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String snakeCase(String name) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        snake.append('_').append(Character.toLowerCase(c));
      } else {
        snake.append(c);
      }
    }
    return snake.toString();
  }
}

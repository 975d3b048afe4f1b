package org.tierlab.command.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a YAML document holds, with places; overrides change it before it is read. */
abstract class ConfigNode {
  private final Place place;

  private ConfigNode(Place place) {
    this.place = place;
  }

  Place place() {
    return place;
  }

  /** What it is, for messages. */
  abstract String label();

  /** A single value. */
  static final class Scalar extends ConfigNode {
    private final String text;

    Scalar(String text, Place place) {
      super(place);
      this.text = text;
    }

    String text() {
      return text;
    }

    @Override
    String label() {
      return text.isEmpty() ? "empty" : "'" + text + "'";
    }
  }

  /** A list. */
  static final class Items extends ConfigNode {
    private final List<ConfigNode> items = new ArrayList<>();

    Items(Place place) {
      super(place);
    }

    List<ConfigNode> items() {
      return items;
    }

    @Override
    String label() {
      return "a list";
    }
  }

  /** Keys with their values, in the order written. */
  static final class Keys extends ConfigNode {
    private final Map<String, ConfigNode> values = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    Keys(Place place) {
      super(place);
    }

    Map<String, ConfigNode> values() {
      return values;
    }

    /** Where a key itself is written. */
    Place keyPlace(String key) {
      return places.getOrDefault(key, place());
    }

    /** Takes a key out. */
    @Nullable ConfigNode remove(String key) {
      places.remove(key);
      return values.remove(key);
    }

    void put(String key, ConfigNode value, Place keyPlace) {
      values.put(key, value);
      places.put(key, keyPlace);
    }

    @Override
    String label() {
      return "a mapping";
    }
  }
}

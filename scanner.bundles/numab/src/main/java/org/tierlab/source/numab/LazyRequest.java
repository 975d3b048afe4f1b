package org.tierlab.source.numab;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;

/**
 * Who has asked for {@code mbind(…, MPOL_MF_LAZY)}: processes, as {@code redis}, or single mappings
 * of theirs, as {@code redis/heap}, separated by commas.
 */
final class LazyRequest {
  private static final String KNOB = "mpol_mf_lazy";

  private record Range(String process, String mapping) {
    boolean covers(AddressSpaceView mm, Vma vma) {
      return process.equals(mm.name()) && (mapping.isEmpty() || mapping.equals(vma.name()));
    }
  }

  private final List<Range> ranges = new ArrayList<>();

  private LazyRequest() {}

  /**
   * Reads a request.
   *
   * @param text what was written; may be empty
   * @return the request
   * @throws KnobException if a name is missing
   */
  static LazyRequest parse(String text) {
    LazyRequest request = new LazyRequest();
    if (!text.isBlank()) {
      for (String part : text.split(",", -1)) {
        request.add(part.strip());
      }
    }
    return request;
  }

  private void add(String part) {
    int slash = part.indexOf('/');
    String process = slash < 0 ? part : part.substring(0, slash).strip();
    String mapping = slash < 0 ? "" : part.substring(slash + 1).strip();
    if (process.isEmpty() || (slash >= 0 && mapping.isEmpty())) {
      throw new KnobException(
          KNOB, "knob '" + KNOB + "' has '" + part + "', expected PROCESS or PROCESS/MAPPING");
    }
    ranges.add(new Range(process, mapping));
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  boolean covers(AddressSpaceView mm, Vma vma) {
    return ranges.stream().anyMatch(range -> range.covers(mm, vma));
  }
}

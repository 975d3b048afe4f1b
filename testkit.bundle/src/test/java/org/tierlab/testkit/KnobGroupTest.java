package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobGroup;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;

class KnobGroupTest {
  record Point(
      @Knob(value = "1", min = 0, max = 9, kernel = "x", about = "Across.") int x,
      @Knob(value = "2", min = 0, max = 9, about = "Down.") int y) {}

  record Line(
      @KnobGroup(kernel = "/sys/a/N/from/") Point from,
      @Knob(value = "thin", about = "How it looks.") String pen,
      @KnobGroup Point to0) {}

  private final KnobSet<Line> set = KnobSet.of(Line.class);

  @Test
  void knobsOfGroupsBearTheGroupsName() {
    assertThat(set.knobs())
        .extracting(KnobInfo::name)
        .containsExactly("from_x", "from_y", "pen", "to0_x", "to0_y");
    assertThat(set.knobs())
        .extracting(KnobInfo::kernel)
        .containsExactly("/sys/a/N/from/x", "", "", "x", "");
    assertThat(set.find("from_x")).extracting(KnobInfo::shared).isEqualTo(false);
    assertThat(set.find("to0_x")).extracting(KnobInfo::shared).isEqualTo(true);
    assertThat(set.find("pen")).extracting(KnobInfo::shared).isEqualTo(false);
  }

  @Test
  void valuesAreBoundAndReadBack() {
    Line line = set.bind(Map.of("from_y", 7, "to0_x", "3"));
    assertThat(line).isEqualTo(new Line(new Point(1, 7), "thin", new Point(3, 2)));
    assertThat(set.values(line))
        .containsExactly(
            Map.entry("from_x", 1),
            Map.entry("from_y", 7),
            Map.entry("pen", "thin"),
            Map.entry("to0_x", 3),
            Map.entry("to0_y", 2));
    assertThat(set.bind(set.values(line))).isEqualTo(line);
  }

  @Test
  void boundsHoldAndAreNamedInFull() {
    assertThatThrownBy(() -> set.bind(Map.of("to0_y", 10)))
        .isInstanceOf(KnobException.class)
        .hasMessage("knob 'to0_y' is '10', expected a whole number from 0 to 9");
    assertThatThrownBy(() -> set.bind(Map.of("x", 1))).hasMessageContaining("unknown knob 'x'");
  }
}

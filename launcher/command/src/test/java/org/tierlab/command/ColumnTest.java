package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.command.compare.Column;
import org.tierlab.command.experiment.ExperimentException;

class ColumnTest {
  private static final Map<String, Object> RUN =
      Map.of(
          "promotions",
          7,
          "nodes",
          List.of(Map.of("accesses", 10), Map.of("accesses", 30)),
          "stats",
          Map.of("folios.migrated", 4, "folios.target_full", 2),
          "plugins",
          List.of(
              Map.of("kind", "policy", "name", "moron", "stats", Map.of("pages", 6)),
              Map.of("kind", "engine", "name", "dma", "stats", Map.of("pages", 8))),
          "cpu_s",
          Map.of("task:fault", 0.5, "task:user", 2.0, "kswapd0", 0.25));

  private static double figure(String paths) {
    return Column.parse(paths).of(RUN).orElse(-1);
  }

  @Test
  void pathsLeadThroughMappingsAndLists() {
    assertThat(figure("promotions")).isEqualTo(7);
    assertThat(figure("nodes.1.accesses")).isEqualTo(30);
    assertThat(figure("cpu_s.task:user")).isEqualTo(2);
    assertThat(figure("stats.folios.migrated")).as("a key with a dot").isEqualTo(4);
  }

  @Test
  void termsAreAddedAndAStarStandsForAllKeysThatBeginSo() {
    assertThat(figure("cpu_s.kswapd0 + cpu_s.task:fault")).isEqualTo(0.75);
    assertThat(figure("cpu_s.task:*")).isEqualTo(2.5);
    assertThat(figure("cpu_s.*")).isEqualTo(2.75);
    assertThat(figure("cpu_s.x*")).isZero();
  }

  @Test
  void aPayerThatARunDoesNotHaveIsZeroAndWhatLeadsNowhereIsNothing() {
    assertThat(figure("cpu_s.kmmscand")).isZero();
    assertThat(figure("cpu.kmmscand")).isEqualTo(-1);
    assertThat(figure("nodes.2.accesses")).isEqualTo(-1);
    assertThat(figure("nodes.x")).isEqualTo(-1);
    assertThat(figure("nodes")).isEqualTo(-1);
    assertThat(figure("promotions.x")).isEqualTo(-1);
  }

  @Test
  void anItemOfAListHasANameOrElseAKind() {
    assertThat(figure("plugins.moron.stats.pages")).isEqualTo(6);
    assertThat(figure("plugins.engine.stats.pages")).isEqualTo(8);
    assertThat(figure("plugins.kernel.stats.pages")).isEqualTo(-1);
  }

  @Test
  void oneSumCanBeDividedByAnother() {
    assertThat(figure("nodes.0.accesses+nodes.1.accesses / plugins.dma.stats.pages")).isEqualTo(5);
    assertThat(figure("promotions / cpu_s.kmmscand")).as("by nothing").isZero();
    assertThat(figure("promotions / x")).isEqualTo(-1);
    assertThatThrownBy(() -> Column.parse("a/b/c")).isInstanceOf(ExperimentException.class);
  }

  @Test
  void aLabelStandsBeforeThePath() {
    assertThat(Column.parse("faults (s)=cpu_s.task:fault").label()).isEqualTo("faults (s)");
    assertThat(Column.parse("promotions").label()).isEqualTo("promotions");
    assertThatThrownBy(() -> Column.parse("a=promotions+"))
        .isInstanceOf(ExperimentException.class)
        .hasMessageStartingWith("--column: 'promotions+' is no column");
  }
}

package org.tierlab.workload.bfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.testkit.FakeRandom;

class SearchAccessesTest {
  private static final SearchMemory MEMORY = new SearchMemory(100, 200, 300, 400);

  private static List<String> drain(CsrGraph graph, int capacity, int... roots) {
    SearchAccesses accesses = new SearchAccesses(graph, MEMORY, roots, 5);
    AccessBatch batch = new AccessBatch(capacity);
    List<String> drawn = new ArrayList<>();
    while (accesses.fill(batch)) {
      for (int i = batch.from(); i < batch.to(); i++) {
        long access = batch.accesses()[i];
        drawn.add(
            (Access.write(access) ? "w" : "r") + Access.page(access) + "+" + Access.gap(access));
      }
      batch.clear();
    }
    return drawn;
  }

  @Test
  void aPathOfThreeVerticesIsSearchedFromItsEnd() {
    // 0 - 1 - 2: neighbours are 1 | 0 2 | 1.
    CsrGraph path = CsrGraph.of(3, new int[] {0, 1}, new int[] {1, 2});

    assertThat(drain(path, 100, 0))
        .containsExactly(
            // parents cleared, root found and queued
            "w300+0",
            "w300+0",
            "w400+0",
            // 0 dequeued: neighbour 1 found
            "r400+0",
            "r100+0",
            "r200+5",
            "r300+0",
            "w300+0",
            // 1 dequeued: 0 known, 2 found
            "r100+0",
            "r200+5",
            "r300+0",
            "r300+5",
            "w300+0",
            // 2 dequeued: 1 known
            "r100+0",
            "r200+5",
            "r300+0");
    assertThat(new ComponentCosts(path).of(0)).isEqualTo(16);
  }

  @Test
  void searchesStayInTheirComponent() {
    // 0 - 1, 2 - 3 and 4 with a loop.
    CsrGraph graph = CsrGraph.of(5, new int[] {0, 2, 4}, new int[] {1, 3, 4});
    ComponentCosts costs = new ComponentCosts(graph);

    assertThat(graph.degree(4)).isZero();
    assertThat(drain(graph, 100, 3)).hasSize(11);
    assertThat(costs.of(3)).isEqualTo(11);
    assertThat(costs.of(0)).isEqualTo(11);
    // One line cleared, the root's parent and queue, queue and offsets read.
    assertThat(costs.of(4)).isEqualTo(5);
  }

  @Test
  void aLineIsReadOnceAndSeventeenNeighboursTakeTwo() {
    int[] centre = new int[17];
    int[] leaves = new int[17];
    for (int i = 0; i < 17; i++) {
      leaves[i] = i + 1;
    }
    CsrGraph star = CsrGraph.of(18, centre, leaves);

    List<String> drawn = drain(star, 100, 0);

    assertThat(drawn.stream().filter(access -> access.startsWith("r200")).count())
        .isEqualTo(2 + 17);
    // 18 vertices: two lines of parents cleared, two of the queue written and read.
    assertThat(drawn.subList(0, 2)).containsExactly("w300+0", "w300+0");
    assertThat(drawn.stream().filter("w400+0"::equals).count()).isEqualTo(2);
    assertThat(drawn.stream().filter("r400+0"::equals).count()).isEqualTo(2);
  }

  @Test
  void arraysSpanPages() {
    assertThat(MEMORY.xadjPage(511)).isEqualTo(100);
    assertThat(MEMORY.xadjPage(512)).isEqualTo(101);
    assertThat(MEMORY.adjncyPage(1023)).isEqualTo(200);
    assertThat(MEMORY.adjncyPage(1024)).isEqualTo(201);
    assertThat(MEMORY.parentPage(1024)).isEqualTo(301);
    assertThat(MEMORY.queuePage(1024)).isEqualTo(401);
  }

  @Property(tries = 60)
  void accessesAreAsManyAsCountedWhateverTheBatch(
      @ForAll @IntRange(min = 1, max = 8) int scale,
      @ForAll @IntRange(min = 1, max = 5) int edgeFactor,
      @ForAll @IntRange(min = 1, max = 70) int capacity,
      @ForAll @LongRange(min = 0, max = 1000) long seed) {
    CsrGraph graph = CsrGraph.kronecker(scale, edgeFactor, new FakeRandom(seed, "graph"));
    int root = (int) (seed % graph.vertices());
    ComponentCosts costs = new ComponentCosts(graph);

    List<String> drawn = drain(graph, capacity, root, 0);

    assertThat(drawn).hasSize((int) (costs.of(root) + costs.of(0)));
    assertThat(drawn).isEqualTo(drain(graph, 1000, root, 0));
  }

  @Test
  void kroneckerGraphsHaveAFewVerticesWithManyNeighbours() {
    CsrGraph graph = CsrGraph.kronecker(12, 16, new FakeRandom(1, "graph"));
    int most = 0;
    int lonely = 0;
    for (int vertex = 0; vertex < graph.vertices(); vertex++) {
      most = Math.max(most, graph.degree(vertex));
      lonely += graph.degree(vertex) == 0 ? 1 : 0;
    }

    // The first row and column have (0.76)^12 = 3.7 % of 65,536 edges each, 0.12 % are its loops.
    assertThat(most).isBetween(4_500, 5_000);
    assertThat(lonely).isBetween(400, 1_400);
    assertThat(graph.entries()).isBetween(129_000, 131_072);
  }
}

package org.tierlab.source.damon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.PublishedEvent;

/** Three regions of two idle pages, which neither split nor merge; schemes act on them. */
class PolicyFeedbackTest {
  private static final long MS = 1_000_000;

  private final FakeRun run = new FakeRun(new FakeMachine().dram(8192, 1).cxl(8192), 5);
  private final FakeMm mm = run.process("app");
  private PolicyContext scheme;
  private int source;

  @BeforeEach
  void monitor() {
    mm.map("heap", 6, 1);
    run.attach(
        new DamonComponent(),
        Map.of("operations", "fvaddr", "min_nr_regions", 3, "max_nr_regions", 3));
    scheme = run.policyContext(Map.of());
    source = scheme.sources().get(0).number();
  }

  private List<PublishedEvent> last() {
    long end = run.published().get(run.published().size() - 1).toNs();
    return run.published().stream().filter(event -> event.toNs() == end).toList();
  }

  private long agesOf(PublishedEvent event) {
    return Math.round((double) event.ageNs() / (event.toNs() - event.fromNs()));
  }

  /** Five aggregations old, then acted on, then one more: a whole region is 1, half of one 3. */
  @ParameterizedTest
  @CsvSource({"0, 6, 1", "0, 3, 3", "0, 0, 6"})
  void whatASchemeWasAppliedToBeginsANewAge(long first, long pages, long age) {
    run.advanceBy(502 * MS);
    assertThat(last()).allMatch(event -> agesOf(event) == 5);
    long before = last().get(0).toNs();
    scheme.actedOn(source, mm.id(), first, pages);
    run.advanceBy(100 * MS);
    assertThat(last().get(0).toNs()).isGreaterThan(before);
    double sum =
        last().stream().mapToDouble(event -> (double) (agesOf(event) * event.pages())).sum();
    assertThat(Math.floor(sum / 6)).isEqualTo((double) age);
  }

  @Test
  void otherProcessesAreNotActedOn() {
    run.advanceBy(502 * MS);
    scheme.actedOn(source, mm.id() + 1, 0, 6);
    run.advanceBy(100 * MS);
    assertThat(last()).allMatch(event -> agesOf(event) == 6);
  }

  /** The thread waits where it is; what it has counted stays, and no age grows. */
  @Test
  void monitoringPausesWhileNoSchemeIsActive() {
    run.advanceBy(252 * MS);
    long samples = run.counter("damon_samples");
    scheme.needs(source, false);
    run.advanceBy(1000 * MS);
    assertThat(run.counter("damon_samples") - samples).isLessThanOrEqualTo(6);
    assertThat(run.counter("damon_aggregations")).isEqualTo(2);
    scheme.needs(source, true);
    run.advanceBy(60 * MS);
    assertThat(run.counter("damon_aggregations")).isEqualTo(3);
    assertThat(last()).allMatch(event -> agesOf(event) == 3);
    assertThat(last().get(0).toNs() - last().get(0).fromNs()).isBetween(100 * MS, 106 * MS);
  }

  @Test
  void oneActiveSchemeIsEnough() {
    PolicyContext other = run.policyContext(Map.of());
    scheme.needs(source, false);
    other.needs(source, true);
    run.advanceBy(252 * MS);
    assertThat(run.counter("damon_aggregations")).isEqualTo(2);
    other.needs(source, false);
    run.advanceBy(252 * MS);
    assertThat(run.counter("damon_aggregations")).isEqualTo(2);
  }
}

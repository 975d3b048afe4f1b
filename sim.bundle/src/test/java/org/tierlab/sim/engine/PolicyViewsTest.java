package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.policy.PublishingSource;
import org.tierlab.api.time.Kthread;
import org.tierlab.sim.Lab;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.RunResult;

/** What policies see of sources, pages and nodes, and what they may do to pages. */
@Timeout(60)
class PolicyViewsTest {
  private final List<String> seen = new ArrayList<>();

  private static long plane(AddressSpaceView mm, FolioFlag flag) {
    long[] word = new long[1];
    mm.pageTable().flag(flag, 0, 1, word);
    return word[0];
  }

  private static long accessed(AddressSpaceView mm) {
    long[] word = new long[1];
    mm.pageTable().accessed(0, 1, word);
    return word[0];
  }

  @Test
  void sourcesBearTheirNamesAndTheNumbersOfTheirEvents() {
    List<PublishingSource> sources = new ArrayList<>();
    new Lab()
        .offer(PluginKind.SOURCE, "plug", () -> Lab.aSource(context -> {}))
        .list(PluginKind.SOURCE, new PluginSetting("one", "plug", Map.of()))
        .list(PluginKind.SOURCE, PluginSetting.of("plug"))
        .policy("p", context -> sources.addAll(context.sources()))
        .run();
    assertThat(sources)
        .containsExactly(
            new PublishingSource(0, "one", "plug"), new PublishingSource(1, "plug", "plug"));
  }

  /** 256 pages are accessed at random: after 5 ms nearly all of them have been. */
  @Test
  void foliosAreMadeOld() {
    RunResult result =
        new Lab()
            .policy(
                "p",
                context -> {
                  Kthread thread = context.kthread("p");
                  thread.after(
                      1_000_000,
                      () -> {
                        AddressSpaceView mm = context.addressSpaces().get(0);
                        long before = accessed(mm);
                        long young = plane(mm, FolioFlag.YOUNG);
                        context.makeOld(mm, 0, 0xffL);
                        assertThat(before & 0xffL).isNotZero();
                        assertThat(accessed(mm)).isEqualTo(before & ~0xffL);
                        assertThat(plane(mm, FolioFlag.YOUNG)).isEqualTo(young | (before & 0xffL));
                        assertThat(plane(mm, FolioFlag.IDLE)).isEqualTo(0xffL);
                        seen.add("looked");
                      });
                })
            .run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(seen).containsExactly("looked");
  }

  @Test
  void nodesCountTheirTraffic() {
    long[] bytes = new long[2];
    RunResult result =
        new Lab()
            .policy(
                "p",
                context -> {
                  Kthread thread = context.kthread("p");
                  class Look implements Runnable {
                    @Override
                    public void run() {
                      for (int node = 0; node < 2; node++) {
                        long now = context.machine().node(node).trafficBytes();
                        assertThat(now).isGreaterThanOrEqualTo(bytes[node]);
                        bytes[node] = now;
                      }
                      thread.after(100_000, this);
                    }
                  }
                  thread.after(0, new Look());
                })
            .run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(bytes[0]).isZero();
    assertThat(bytes[1]).isBetween(64L, 64 * result.total().accesses());
  }
}

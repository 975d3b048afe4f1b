package org.tierlab.sim.hotness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.sim.ledger.Ledger;

class HotnessStoreTest {
  private static final int BLOCK = 4096;

  private final Ledger ledger = new Ledger();
  private final HotnessStore store = new HotnessStore(ledger);
  private final HotnessEvents into = new HotnessEvents();
  private long next;

  /** Publishes events whose age is their number. */
  private void publish(long count) {
    HotnessEvents one = new HotnessEvents();
    HotnessEvents template = new HotnessEvents();
    for (long i = 0; i < count; i++) {
      template.clear();
      template.add(Mms.FIRST, next, 1, 1, next, 0, 1, next, next);
      one.clear();
      one.addFrom(template, 0, -1);
      store.append(one, 0, 7);
      next++;
    }
  }

  private long dropped() {
    return ledger.get(ledger.slot("hotness", "dropped_unread"));
  }

  private void assertReads(HotnessStore.Feed feed, long from, long to) {
    long expected = from;
    while (feed.poll(into, 1000) > 0) {
      for (int i = 0; i < into.size(); i++) {
        if (into.firstPage(i) != expected || into.ageNs(i) != expected || into.source(i) != 7) {
          throw new AssertionError("event " + expected + " is " + into.firstPage(i));
        }
        expected++;
      }
    }
    assertThat(expected).isEqualTo(to);
    assertThat(feed.pending()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 5})
  void everyReaderSeesEveryEventOnceInOrder(int count) {
    HotnessStore.Feed one = store.open();
    HotnessStore.Feed two = store.open();
    publish(count);

    assertThat(one.pending()).isEqualTo(count);
    assertReads(one, 0, count);
    publish(count);
    assertReads(one, count, 2L * count);
    assertReads(two, 0, 2L * count);
    assertThat(dropped()).isZero();
    assertThat(ledger.get(ledger.slot("hotness", "published"))).isEqualTo(2L * count);
  }

  @Test
  void aPollTakesNoMoreThanAsked() {
    HotnessStore.Feed feed = store.open();
    publish(10);

    assertThat(feed.poll(into, 3)).isEqualTo(3);
    assertThat(feed.pending()).isEqualTo(7);
    assertThat(feed.poll(into, 0)).isZero();
    assertThat(into.size()).isZero();
    assertThat(feed.poll(into, 100)).isEqualTo(7);
    assertThat(into.firstPage(0)).isEqualTo(3);
  }

  @Test
  void aLateReaderStartsAtTheShortHistory() {
    publish(16L * BLOCK);
    assertReads(store.open(), 0, 16L * BLOCK);
  }

  @Test
  void oneEventMoreCostsTheOldestBlock() {
    publish(16L * BLOCK + 1);

    assertReads(store.open(), BLOCK, 16L * BLOCK + 1);
    assertThat(dropped()).as("nobody was there to read it").isZero();
  }

  @Test
  void whatAllHaveReadIsGoneForLateReaders() {
    HotnessStore.Feed feed = store.open();
    publish(BLOCK);
    assertReads(feed, 0, BLOCK);
    publish(1);

    assertReads(store.open(), BLOCK, BLOCK + 1);
  }

  @Test
  void aSlowReaderLosesWhatExceedsTheBacklogAndItIsCounted() {
    HotnessStore.Feed slow = store.open();
    HotnessStore.Feed fast = store.open();
    publish(1024L * BLOCK);
    assertReads(fast, 0, 1024L * BLOCK);
    slow.poll(into, 10);
    assertThat(dropped()).isZero();

    publish(1);

    assertThat(dropped()).isEqualTo(BLOCK - 10);
    assertThat(slow.pending()).isEqualTo(1023L * BLOCK + 1);
    assertReads(fast, 1024L * BLOCK, 1024L * BLOCK + 1);
    slow.poll(into, 1);
    assertThat(into.firstPage(0)).isEqualTo(BLOCK);
  }

  @Test
  void aClosedReaderHoldsNothingBack() {
    HotnessStore.Feed gone = store.open();
    HotnessStore.Feed stays = store.open();
    publish(BLOCK);
    store.close(gone);
    assertReads(stays, 0, BLOCK);
    publish(1);

    assertReads(store.open(), BLOCK, BLOCK + 1);
    assertThat(dropped()).isZero();
  }
}

package org.tierlab.command.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterEntryTest {
  @ParameterizedTest
  @CsvSource({
    "pgfault, pgfault, true",
    "pgfault, pgfaults, false",
    "a.b, axb, false",
    "nr_<scanner>_migadded, nr_kscand_migadded, true",
    "nr_<scanner>_migadded, nr__migadded, false",
    "lru_gen_node<node>_age<age>_pages, lru_gen_node1_age3_pages, true",
    "lru_gen_node<node>_age<age>_pages, lru_gen_node1_age_pages, false",
    "tenant_promoted_<process>, tenant_promoted_db-1, true",
    "tenant_promoted_<process>, tenant_promoted_, false"
  })
  void anythingMayStandForAPartInBrackets(String counter, String name, boolean described) {
    assertThat(new CounterEntry(counter, "pages", "", "model", "b").describes(name))
        .isEqualTo(described);
  }
}

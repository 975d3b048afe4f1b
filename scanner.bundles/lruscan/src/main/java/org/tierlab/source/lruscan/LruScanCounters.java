package org.tierlab.source.lruscan;

import org.tierlab.api.Counts;
import org.tierlab.api.RunContext;
import org.tierlab.api.time.Counter;

/**
 * What walks have seen: the kernel's {@code mm_stats} of /sys/kernel/debug/lru_gen_full, over all
 * nodes and generations, and klruscand's own.
 */
@Counts(
    counter = "lru_gen_leaf_total",
    unit = "entries",
    about = "Of folios, looked at.",
    source = "/sys/kernel/debug/lru_gen_full")
@Counts(
    counter = "lru_gen_leaf_young",
    unit = "entries",
    about = "Of folios, accessed and on the node of the walk.",
    source = "/sys/kernel/debug/lru_gen_full")
@Counts(
    counter = "lru_gen_nonleaf_total",
    unit = "tables",
    about = "Page tables met.",
    source = "/sys/kernel/debug/lru_gen_full")
@Counts(
    counter = "lru_gen_nonleaf_found",
    unit = "tables",
    about = "Page tables walked.",
    source = "/sys/kernel/debug/lru_gen_full")
@Counts(
    counter = "lru_gen_nonleaf_added",
    unit = "tables",
    about = "Page tables put into a filter.",
    source = "/sys/kernel/debug/lru_gen_full")
@Counts(
    counter = "klruscand_walks",
    unit = "walks",
    about = "Over all slow nodes.",
    source = "model")
@Counts(
    counter = "klruscand_overruns",
    unit = "walks",
    about = "Longer than the interval.",
    source = "model")
@Counts(
    counter = "klruscand_longest_walk_us",
    unit = "us",
    about = "The longest walk.",
    source = "model")
@Counts(counter = "klruscand_recorded", unit = "pages", about = "Reported.", source = "model")
@Counts(
    counter = "lru_gen_mmap_trylock_failed",
    unit = "walks",
    about = "Left a process out, as its mmap lock was held.",
    source = "model")
@Counts(counter = "lru_gen_agings", unit = "generations", about = "Made.", source = "model")
@Counts(
    counter = "lru_gen_agings_refused",
    unit = "generations",
    about = "Refused because the list was walked already.",
    source = "model")
final class LruScanCounters {
  /** Entries of folios looked at (MM_LEAF_TOTAL). */
  final Counter leafTotal;

  /** Of those accessed and on the node of the walk (MM_LEAF_YOUNG). */
  final Counter leafYoung;

  /** Page tables met (MM_NONLEAF_TOTAL). */
  final Counter nonleafTotal;

  /** Of those walked (MM_NONLEAF_FOUND). */
  final Counter nonleafFound;

  /** Of those put into the filter (MM_NONLEAF_ADDED). */
  final Counter nonleafAdded;

  final Counter walks;
  final Counter overruns;
  final Counter longestWalkUs;
  final Counter recorded;
  final Counter trylockFailures;
  final Counter agings;
  final Counter agingsRefused;

  LruScanCounters(RunContext context) {
    leafTotal = context.counter("lru_gen_leaf_total");
    leafYoung = context.counter("lru_gen_leaf_young");
    nonleafTotal = context.counter("lru_gen_nonleaf_total");
    nonleafFound = context.counter("lru_gen_nonleaf_found");
    nonleafAdded = context.counter("lru_gen_nonleaf_added");
    walks = context.counter("klruscand_walks");
    overruns = context.counter("klruscand_overruns");
    longestWalkUs = context.counter("klruscand_longest_walk_us");
    recorded = context.counter("klruscand_recorded");
    trylockFailures = context.counter("lru_gen_mmap_trylock_failed");
    agings = context.counter("lru_gen_agings");
    agingsRefused = context.counter("lru_gen_agings_refused");
  }
}

package org.tierlab.workload.filecache;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of the {@code filecache} workload.
 *
 * @param fileSize length of the file
 * @param heapSize anonymous memory of the process
 * @param threads how many threads read and write
 * @param operations how many operations each makes
 * @param theta skew of the Zipf laws of file and heap
 * @param writeFraction share of operations that write their page of the file
 * @param heapAccesses accesses to the heap with each operation
 * @param thinkTime CPU time before each operation
 * @param fileNode where the page cache starts
 * @param heapNode where the heap starts
 * @param fileOrder folio order of the page cache
 */
public record FilecacheKnobs(
    @Knob(
            value = "268435456",
            min = 4096,
            max = 1L << 45,
            unit = Unit.BYTES,
            about = "Length of the file.",
            runtime = false)
        long fileSize,
    @Knob(
            value = "67108864",
            min = 4096,
            max = 1L << 45,
            unit = Unit.BYTES,
            about = "Anonymous memory of the process.",
            runtime = false)
        long heapSize,
    @Knob(value = "4", min = 1, max = 65536, about = "Threads, each a task.", runtime = false)
        int threads,
    @Knob(
            value = "1000000",
            min = 1,
            max = 1e15,
            about = "Operations of each thread, each a read() or write() of one page.",
            runtime = false)
        long operations,
    @Knob(
            value = "0.99",
            min = 0,
            max = 10,
            about = "Skew: the page of rank r is used in proportion to 1/r^theta; 0 is uniform.",
            runtime = false)
        double theta,
    @Knob(
            value = "0.05",
            min = 0,
            max = 1,
            about = "Share of the operations that write their page of the file.",
            runtime = false)
        double writeFraction,
    @Knob(
            value = "4",
            min = 0,
            max = 1_000_000,
            about = "Accesses to the heap with each operation, by a Zipf law of their own.",
            runtime = false)
        int heapAccesses,
    @Knob(
            value = "0",
            min = 0,
            max = 8_388_607,
            unit = Unit.NS,
            about = "CPU time before each operation.",
            runtime = false)
        int thinkTime,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            about = "Node on which the file is cached at the start; -1 starts with an empty cache.",
            runtime = false)
        int fileNode,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            about = "Node on which the heap starts; -1 allocates each page at its first touch.",
            runtime = false)
        int heapNode,
    @Knob(value = "0", min = 0, max = 9, about = "Folio order of the page cache.", runtime = false)
        int fileOrder) {}

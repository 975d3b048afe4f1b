package org.tierlab.sim.experiment;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * What kernel work costs on the machine. Every constant has a unit and a source: published,
 * measured or assumed; the sentence of each says which.
 *
 * <p>The migration figures split the published 17,799 cycles (one page) and 3,478 cycles a page
 * (batch of 512) on a 2 GHz Zen 3 into a part per batch and a part per folio: 8.5 µs and 1.49 µs
 * without the copy are 7.03 µs per batch and 1.476 µs per folio. Of the part per batch, 1 µs is the
 * TLB shootdown's, which is charged by target CPU here, and the rest is mostly system-call work
 * (move_pages) that an in-kernel caller does not do; a quarter of it is kept.
 *
 * @param walkNs page walk of an access that misses the TLB
 * @param minorFaultNs first touch of a page
 * @param hintFaultNs hint fault without migration
 * @param scanPteNs accessed-bit test and clear by a walker, per PTE
 * @param protPteNs PTE made PROT_NONE, per PTE
 * @param skipPteNs PTE looked at and left alone
 * @param flushBaseNs TLB shootdown, initiator, before targets
 * @param flushLocalNs TLB flush without another CPU to tell
 * @param flushTargetNs TLB shootdown, initiator's wait per target CPU
 * @param ipiTargetNs TLB shootdown, work of each target CPU
 * @param migrateBatchNs per batch: setup, LRU drain
 * @param isolateNs per folio: isolation and allocation
 * @param unmapNs per folio: unmap, migration entry
 * @param remapNs per folio: metadata, restore PTE, release
 * @param copyThreadGBps copy rate of one CPU thread between local DRAM nodes
 * @param copyRemoteGBps copy rate of one CPU thread when one side is a CXL node
 * @param copyPathGBps copy rate of all threads between two nodes, beside what the nodes can give
 * @param complexCpus CPUs of a core complex
 * @param complexCopyGBps copy rate of all threads of a core complex
 * @param complexCacheBytes last-level cache of a core complex
 * @param cacheLiveShare share of cache lines whose eviction an application notices
 * @param sliceNs time slice of a task on a busy CPU
 * @param syscallNs system call that reads or writes a cached page, without the copy
 * @param storageReadNs reading a folio of a file that is not cached
 */
public record CostModel(
    @Knob(
            value = "25",
            unit = Unit.NS,
            min = 0,
            about =
                "Page walk of a TLB miss; assumed: upper levels cached, the last from the last-level cache.")
        double walkNs,
    @Knob(
            value = "700",
            unit = Unit.NS,
            min = 0,
            about = "Minor fault; 0.5 to 1 us from memory, 0.63 us measured (zero page, EPYC).")
        double minorFaultNs,
    @Knob(
            value = "1000",
            unit = Unit.NS,
            min = 0,
            about =
                "Hint fault without migration; 1 to 2 us from memory, PTE fix-up alone 0.70 us measured.")
        double hintFaultNs,
    @Knob(
            value = "50",
            unit = Unit.NS,
            min = 0,
            about =
                "Accessed bit tested and cleared, per PTE; 47 to 66 ns measured (EPYC virtual machine).")
        double scanPteNs,
    @Knob(
            value = "72",
            unit = Unit.NS,
            min = 0,
            about = "Protection changed, per PTE; 72 to 81 ns measured (EPYC virtual machine).")
        double protPteNs,
    @Knob(
            value = "5",
            unit = Unit.NS,
            min = 0,
            about = "PTE looked at and left alone; assumed a tenth of a test-and-clear.")
        double skipPteNs,
    @Knob(
            value = "1000",
            unit = Unit.NS,
            min = 0,
            about = "TLB shootdown, fixed part; about 1 us published (weak source).")
        double flushBaseNs,
    @Knob(
            value = "200",
            unit = Unit.NS,
            min = 0,
            about = "TLB flush on one CPU only; assumed a fifth of the fixed part of a shootdown.")
        double flushLocalNs,
    @Knob(
            value = "200",
            unit = Unit.NS,
            min = 0,
            about = "TLB shootdown, wait per target CPU; about 0.2 us published (weak source).")
        double flushTargetNs,
    @Knob(
            value = "500",
            unit = Unit.NS,
            min = 0,
            about = "TLB shootdown, interrupt on each target CPU; assumed.")
        double ipiTargetNs,
    @Knob(
            value = "1500",
            unit = Unit.NS,
            min = 0,
            about =
                "Migration batch, fixed part; a quarter of the 6 us left of the published 7.03 us.")
        double migrateBatchNs,
    @Knob(
            value = "400",
            unit = Unit.NS,
            min = 0,
            about =
                "Isolation and allocation per folio; share of the published 1.476 us, split assumed.")
        double isolateNs,
    @Knob(
            value = "476",
            unit = Unit.NS,
            min = 0,
            about = "Unmapping per folio; share of the published 1.476 us, split assumed.")
        double unmapNs,
    @Knob(
            value = "600",
            unit = Unit.NS,
            min = 0,
            about =
                "Metadata and remapping per folio; share of the published 1.476 us, split assumed.")
        double remapNs,
    @Knob(
            value = "10.3",
            name = "copy_thread_gbps",
            min = 0.001,
            about = "Copy rate of one thread, GB/s; 794 cycles a page at 2 GHz published (Zen 3).")
        double copyThreadGBps,
    @Knob(
            value = "6",
            name = "copy_remote_gbps",
            min = 0.001,
            about = "Copy rate of one thread with a CXL node on one side, GB/s; assumed.")
        double copyRemoteGBps,
    @Knob(
            value = "1000000",
            name = "copy_path_gbps",
            min = 0.001,
            about =
                "Copy rate of all threads between two nodes, GB/s; assumed: no limit of its own.")
        double copyPathGBps,
    @Knob(
            value = "16",
            name = "complex_cpus",
            min = 1,
            max = 65536,
            about = "CPUs that share a last-level cache; 8 cores of 2 threads published (Zen 3).")
        int complexCpus,
    @Knob(
            value = "25.6",
            name = "complex_copy_gbps",
            min = 0.001,
            about =
                "Copy rate of a core complex, GB/s; its port writes 16 B a cycle, 1.6 GHz assumed.")
        double complexCopyGBps,
    @Knob(
            value = "33554432",
            unit = Unit.BYTES,
            min = 0,
            about = "Last-level cache of a core complex; 32 MiB published (Zen 3).")
        long complexCacheBytes,
    @Knob(
            value = "0.05",
            min = 0,
            max = 1,
            about = "Share of evicted cache lines that an application fetches again; assumed.")
        double cacheLiveShare,
    @Knob(
            value = "3000000",
            unit = Unit.NS,
            min = 0,
            about = "Time slice of a task; the scheduler's base slice, 3 ms from 8 CPUs up.")
        double sliceNs,
    @Knob(
            value = "300",
            unit = Unit.NS,
            min = 0,
            about =
                "System call on a cached page without the copy: entry, file and page cache looked up; assumed.")
        double syscallNs,
    @Knob(
            value = "80000",
            unit = Unit.NS,
            min = 0,
            about = "Reading a folio of a file from storage (NAND flash); assumed.")
        double storageReadNs) {}

package org.tierlab.engine.kernel;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of the kernel's own copy.
 *
 * @param nrMaxBatchedMigration base pages that close a batch. The kernel's {@code
 *     NR_MAX_BATCHED_MIGRATION} is fixed when it is built: the pages of a PMD, or 512. The series
 *     that accelerates page migration raises it to the pages of a PUD for its measurements.
 */
public record KernelCopyKnobs(
    @Knob(
            value = "512",
            unit = Unit.PAGES,
            min = 1,
            max = 262_144,
            about = "Base pages after which a migration batch is closed and copied.")
        int nrMaxBatchedMigration) {}

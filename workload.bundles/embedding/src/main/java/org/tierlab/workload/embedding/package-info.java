/**
 * Embedding tables whose rows are gathered and added up. {@link
 * org.tierlab.workload.embedding.EmbeddingWorkload} builds it.
 */
@NullMarked
package org.tierlab.workload.embedding;

import org.jspecify.annotations.NullMarked;

/**
 * Copy engines: how the bytes of a batch of folios get from one node to another, how long it takes
 * and what it occupies.
 *
 * <p>The core isolates and unmaps the folios of a {@link org.tierlab.api.copy.CopyBatch}, asks the
 * {@link org.tierlab.api.copy.CopyEngine} for a {@link org.tierlab.api.copy.CopyReport}, and remaps
 * each folio when the report says that it is done.
 */
@Version("1.1.0")
@NullMarked
package org.tierlab.api.copy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;

/**
 * One store of page hotness that every source reports to, and the threads that promote from it:
 * pghot with its kmigrated threads.
 *
 * <p>{@link org.tierlab.policy.hotstore.AccessRecorder} turns published events into hotness records
 * of a {@link org.tierlab.policy.hotstore.HotMap}; {@link org.tierlab.policy.hotstore.RecordFormat}
 * is what such a record can hold; {@link org.tierlab.policy.hotstore.Kmigrated} promotes what is
 * ready.
 */
@NullMarked
package org.tierlab.policy.hotstore;

import org.jspecify.annotations.NullMarked;

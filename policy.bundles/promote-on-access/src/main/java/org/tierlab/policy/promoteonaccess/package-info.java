/**
 * Promotes everything that a source reports from slow memory, one folio at a time and without a
 * limit: the migrator thread of kmmscand.
 *
 * <p>{@link org.tierlab.policy.promoteonaccess.PromoteOnAccess} is the thread; {@link
 * org.tierlab.policy.promoteonaccess.EventReader} turns published events into records on {@link
 * org.tierlab.policy.promoteonaccess.MigrationLists}, {@link
 * org.tierlab.policy.promoteonaccess.RecordTaker} takes them off again and checks them.
 */
@NullMarked
package org.tierlab.policy.promoteonaccess;

import org.jspecify.annotations.NullMarked;

/**
 * Makes the runs of an experiment: several at once, with progress, until they end or are
 * interrupted.
 */
@NullMarked
package org.tierlab.command.run;

import org.jspecify.annotations.NullMarked;

/** What several runs say together. */
@NullMarked
package org.tierlab.command.stats;

import org.jspecify.annotations.NullMarked;

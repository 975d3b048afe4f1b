/**
 * What Tierlab costs on this machine: the simulator beside loops that do the bare minimum, measured
 * in the same process and in turns. Everything is told as a ratio.
 */
@NullMarked
package org.tierlab.command.bench;

import org.jspecify.annotations.NullMarked;

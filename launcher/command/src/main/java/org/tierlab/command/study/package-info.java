/**
 * Published measurements beside simulated ones: a study has rows, a way to run a cell, and a claim
 * that holds or does not.
 */
@NullMarked
package org.tierlab.command.study;

import org.jspecify.annotations.NullMarked;

/**
 * Statistical mode: accesses whose law is known are drawn when somebody looks at what they have
 * done.
 */
@NullMarked
package org.tierlab.sim.law;

import org.jspecify.annotations.NullMarked;

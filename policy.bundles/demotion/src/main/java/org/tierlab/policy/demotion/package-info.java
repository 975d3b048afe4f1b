/** Demotion from nodes whose free pages fall below a watermark. */
@NullMarked
package org.tierlab.policy.demotion;

import org.jspecify.annotations.NullMarked;

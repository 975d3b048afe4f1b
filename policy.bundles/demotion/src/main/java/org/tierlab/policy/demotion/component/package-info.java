/** The OSGi face of watermark demotion. */
@NullMarked
package org.tierlab.policy.demotion.component;

import org.jspecify.annotations.NullMarked;

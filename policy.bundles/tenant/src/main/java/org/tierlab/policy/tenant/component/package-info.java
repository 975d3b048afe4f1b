/** The OSGi face of the tenant policy. */
@NullMarked
package org.tierlab.policy.tenant.component;

import org.jspecify.annotations.NullMarked;

/** The migrator of kmmscand as an OSGi service. */
@NullMarked
package org.tierlab.policy.promoteonaccess.component;

import org.jspecify.annotations.NullMarked;

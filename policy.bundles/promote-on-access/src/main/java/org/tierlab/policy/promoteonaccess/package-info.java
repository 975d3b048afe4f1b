/** Promotion of whatever was seen to be accessed. */
@NullMarked
package org.tierlab.policy.promoteonaccess;

import org.jspecify.annotations.NullMarked;

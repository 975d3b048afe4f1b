/** The OSGi face of TPP's promotion rule. */
@NullMarked
package org.tierlab.policy.tpp.component;

import org.jspecify.annotations.NullMarked;

/** The promotion rule of TPP, Transparent Page Placement. */
@NullMarked
package org.tierlab.policy.tpp;

import org.jspecify.annotations.NullMarked;

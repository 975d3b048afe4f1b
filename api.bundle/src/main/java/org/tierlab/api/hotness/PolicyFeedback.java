package org.tierlab.api.hotness;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a source hears of the policies that use it. In the kernel DAMON and its schemes are one
 * thread: what a scheme is applied to begins a new age, and monitoring pauses while no scheme is
 * active.
 */
@ConsumerType
public interface PolicyFeedback {
  /**
   * A policy has acted on a range that this source has published.
   *
   * @param mm number of the address space
   * @param firstPage first page
   * @param pages how many
   */
  void actedOn(int mm, long firstPage, long pages);

  /**
   * Whether anybody needs the source has changed.
   *
   * @param wanted false from when all policies that have said so do without it, true from when one
   *     needs it again or none is left that has said anything
   */
  void wanted(boolean wanted);
}

package org.tierlab.policy.moron;

/** The greedy policy has nothing to set. */
public record MoronKnobs() {}

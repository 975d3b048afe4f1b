package org.tierlab.policy.statics;

/** A policy that moves nothing has nothing to set. */
public record StaticKnobs() {}

package org.tierlab.api.copy;

/**
 * What a copy engine says of itself before it is attached.
 *
 * @param knobs its knob record
 */
public record EngineSpec(Class<? extends Record> knobs) {}

package org.tierlab.api.policy;

/**
 * A hotness source that takes part in the run.
 *
 * @param number as {@link org.tierlab.api.hotness.HotnessEvents#source} has it
 * @param name what the run calls it
 * @param plugin the plug-in's name
 */
public record PublishingSource(int number, String name, String plugin) {}

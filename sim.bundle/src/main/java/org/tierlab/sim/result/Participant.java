package org.tierlab.sim.result;

import java.util.Map;
import org.tierlab.sim.plugin.Plugins.Provenance;

/**
 * A plug-in that took part.
 *
 * @param kind {@code source}, {@code policy}, {@code engine} or {@code workload}
 * @param name what the run calls it
 * @param plugin the plug-in's name
 * @param knobs all knobs as last in force, defaults included
 * @param provenance its bundle
 * @param stats what the core counted for it, for example {@code events}, {@code candidates}, {@code
 *     migrated.promotion}, {@code failed.target_full}, {@code dropped}
 */
public record Participant(
    String kind,
    String name,
    String plugin,
    Map<String, Object> knobs,
    Provenance provenance,
    Map<String, Long> stats) {}

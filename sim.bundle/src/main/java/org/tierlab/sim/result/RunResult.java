package org.tierlab.sim.result;

import java.util.List;
import java.util.Map;
import org.tierlab.sim.plugin.LoggedChange;

/**
 * What one run found. Everything but {@code wallNs} and provenance depends on experiment, seed and
 * logged changes alone.
 *
 * @param seed the run's seed
 * @param complete false if a watchdog, a limit of patience or Ctrl-C cut it short; then there is no
 *     hash
 * @param stopped why it was cut short, empty if complete
 * @param simulatedNs simulated time at the end
 * @param runtimeNs when the last task of the workload finished; simulated time so far if none did
 * @param accessUnit what an access is
 * @param total totals of the run
 * @param phases totals between exchanges, in order
 * @param nodes the nodes at the end
 * @param processes resident pages by process name and node
 * @param vmstat counters by vmstat name, in order of name
 * @param changes the event log
 * @param participants the plug-ins that took part
 * @param quarantined plug-ins that the run went on without
 * @param invariants {@code ok}, or the first violation
 * @param hash SHA-256 over the canonical bits of what is determined, empty if not complete
 * @param wallNs real time that the run took, telling its oracle bound left out
 * @param bounds what the run is compared with; not part of the hash
 */
public record RunResult(
    long seed,
    boolean complete,
    String stopped,
    long simulatedNs,
    long runtimeNs,
    String accessUnit,
    Summary total,
    List<Summary> phases,
    List<NodeResult> nodes,
    Map<String, List<Long>> processes,
    Map<String, Long> vmstat,
    List<LoggedChange> changes,
    List<Participant> participants,
    List<Quarantined> quarantined,
    String invariants,
    String hash,
    long wallNs,
    Bounds bounds) {

  /**
   * A result that is compared with nothing.
   *
   * @param seed the run's seed
   * @param complete false if it was cut short
   * @param stopped why, empty if complete
   * @param simulatedNs simulated time at the end
   * @param runtimeNs when the last task of the workload finished
   * @param accessUnit what an access is
   * @param total totals of the run
   * @param phases totals between exchanges, in order
   * @param nodes the nodes at the end
   * @param processes resident pages by process name and node
   * @param vmstat counters by vmstat name, in order of name
   * @param changes the event log
   * @param participants the plug-ins that took part
   * @param quarantined plug-ins that the run went on without
   * @param invariants {@code ok}, or the first violation
   * @param hash SHA-256 over the canonical bits, empty if not complete
   * @param wallNs real time that the run took
   */
  public RunResult(
      long seed,
      boolean complete,
      String stopped,
      long simulatedNs,
      long runtimeNs,
      String accessUnit,
      Summary total,
      List<Summary> phases,
      List<NodeResult> nodes,
      Map<String, List<Long>> processes,
      Map<String, Long> vmstat,
      List<LoggedChange> changes,
      List<Participant> participants,
      List<Quarantined> quarantined,
      String invariants,
      String hash,
      long wallNs) {
    this(
        seed,
        complete,
        stopped,
        simulatedNs,
        runtimeNs,
        accessUnit,
        total,
        phases,
        nodes,
        processes,
        vmstat,
        changes,
        participants,
        quarantined,
        invariants,
        hash,
        wallNs,
        Bounds.NONE);
  }
}

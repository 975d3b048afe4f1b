package org.tierlab.testkit;

import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;

/**
 * One folio of a migration plan, and what became of it.
 *
 * @param policy index of the policy's context, in order of creation
 * @param mm id of the address space
 * @param page the page as the policy named it
 * @param from the node before, −1 if nothing was present
 * @param target where the policy wanted it
 * @param outcome what became of it
 * @param atNs when
 * @param reason why
 * @param batching how
 * @param rule when the target may take it
 */
public record Move(
    int policy,
    int mm,
    long page,
    int from,
    int target,
    MigrationOutcome outcome,
    long atNs,
    Reason reason,
    Batching batching,
    TargetRule rule) {}

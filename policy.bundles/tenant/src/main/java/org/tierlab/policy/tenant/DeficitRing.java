package org.tierlab.policy.tenant;

import java.util.ArrayList;
import java.util.List;

/**
 * Deficit round robin (Shreedhar and Varghese, "Efficient Fair Queuing using Deficit Round Robin",
 * SIGCOMM 1995): at its turn a tenant may send as many pages as its quantum, and what it could not
 * use because its next folio is larger it keeps for its next turn. A tenant with nothing to send
 * keeps nothing. Turns go on over the ends of periods and batches.
 */
final class DeficitRing {
  private final List<Tenant> tenants = new ArrayList<>();
  private int turn;
  private boolean granted;

  int size() {
    return tenants.size();
  }

  /** Takes other members; the turn stays with the tenant that has it, if it is still there. */
  void members(List<Tenant> members) {
    Tenant current = tenants.isEmpty() ? null : tenants.get(turn);
    tenants.clear();
    tenants.addAll(members);
    int same = current == null ? -1 : tenants.indexOf(current);
    granted &= same >= 0;
    turn = Math.max(0, same);
  }

  /** The tenant whose turn it is; there must be one. */
  Tenant current() {
    return tenants.get(turn);
  }

  /** Whether the present tenant may send its next folio in this turn. */
  boolean affords(int pages) {
    Tenant tenant = current();
    if (!granted) {
      granted = true;
      tenant.deficit(tenant.deficit() + tenant.quantum());
    }
    return pages <= tenant.deficit();
  }

  /** Takes a folio off what the present tenant may send. */
  void spend(int pages) {
    current().deficit(current().deficit() - pages);
  }

  /** Ends a turn of a tenant that has more to send. */
  void next() {
    turn = turn + 1 == tenants.size() ? 0 : turn + 1;
    granted = false;
  }

  /** Ends a turn of a tenant that has nothing to send now. */
  void pass() {
    current().deficit(0);
    next();
  }
}

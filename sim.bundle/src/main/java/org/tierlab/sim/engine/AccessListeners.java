package org.tierlab.sim.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.policy.AccessListener;
import org.tierlab.sim.task.SimTask;

/** Passes accesses on to the policies that see every one. Nothing is allocated for an access. */
final class AccessListeners {
  private final Guard guard;
  private final Attachment[] owners;
  private final AccessListener[] listeners;
  private final Runnable[] calls;
  private @Nullable SimTask task;
  private long page;
  private int node;

  private AccessListeners(Guard guard, List<Attachment> owners) {
    this.guard = guard;
    this.owners = owners.toArray(Attachment[]::new);
    listeners = owners.stream().map(owner -> owner.accessListener).toArray(AccessListener[]::new);
    calls = new Runnable[listeners.length];
    for (int i = 0; i < calls.length; i++) {
      AccessListener listener = listeners[i];
      calls[i] = () -> listener.accessed(java.util.Objects.requireNonNull(task), page, node);
    }
  }

  /** Those of some policies that listen, null if none does. */
  static @Nullable AccessListeners of(Guard guard, List<Attachment> policies) {
    List<Attachment> listening =
        policies.stream().filter(policy -> policy.accessListener != null).toList();
    return listening.isEmpty() ? null : new AccessListeners(guard, listening);
  }

  void accessed(SimTask by, long head, int servedBy) {
    task = by;
    page = head;
    node = servedBy;
    for (int i = 0; i < calls.length; i++) {
      guard.call(owners[i], calls[i]);
    }
  }
}

package org.tierlab.policy.tenant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.machine.NodeView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Counter;

/** The processes, their settings, and what each may have of fast memory. */
@Counts(
    counter = "tenant_outdated",
    unit = "pages",
    about = "Waited and were not in slow memory any more.",
    source = "model")
final class TenantTable {
  private final PolicyContext context;
  private final int fastMask;
  private final List<Tenant> tenants = new ArrayList<>();
  private final DeficitRing first = new DeficitRing();
  private final DeficitRing others = new DeficitRing();
  private final Counter refused;
  private final Counter outdated;
  private @Nullable Tenant[] byMm = new Tenant[8];
  private TenantKnobs knobs;
  private ProcessSettings sensitivities;
  private ProcessSettings shares;
  private boolean stale;
  private long[] demands = new long[8];
  private int[] weights = new int[8];
  private long[] caps = new long[8];

  TenantTable(PolicyContext context, TenantKnobs knobs, int fastMask) {
    this.context = context;
    this.knobs = knobs;
    this.fastMask = fastMask;
    sensitivities = knobs.sensitivities();
    shares = knobs.shareSettings();
    refused = context.counter("tenant_refused");
    outdated = context.counter("tenant_outdated");
  }

  /** Takes other settings. */
  void configure(TenantKnobs now) {
    knobs = now;
    sensitivities = now.sensitivities();
    shares = now.shareSettings();
    tenants.forEach(this::configure);
    stale = true;
  }

  private void configure(Tenant tenant) {
    String name = tenant.mm().name();
    tenant.configure(
        sensitivities.of(name, knobs.defaultSensitivity()), shares.of(name, knobs.defaultShare()));
    if (tenant.sensitivity() == 0) {
      refused.add(tenant.discard());
    }
  }

  /** The tenant of an address space. */
  Tenant of(AddressSpaceView mm) {
    int id = mm.id();
    if (id >= byMm.length) {
      byMm = Arrays.copyOf(byMm, Math.max(id + 1, 2 * byMm.length));
    }
    Tenant tenant = byMm[id];
    if (tenant == null) {
      tenant = new Tenant(context, mm, fastMask);
      configure(tenant);
      byMm[id] = tenant;
      tenants.add(tenant);
      stale = true;
    }
    return tenant;
  }

  /** The processes that are served before all others. */
  DeficitRing first() {
    return first;
  }

  /** All others that may be promoted. */
  DeficitRing others() {
    return others;
  }

  /** What was sent has arrived or failed. */
  void landed() {
    tenants.forEach(Tenant::look);
  }

  /** Lets processes come and go, and divides fast memory among those that are there. */
  void beginPeriod() {
    for (AddressSpaceView mm : context.addressSpaces()) {
      of(mm);
    }
    stale |= tenants.removeIf(this::gone);
    if (stale) {
      stale = false;
      int line = TenantKnobs.FIRST_IN_LINE;
      first.members(tenants.stream().filter(tenant -> tenant.sensitivity() == line).toList());
      others.members(
          tenants.stream()
              .filter(tenant -> tenant.sensitivity() > 0 && tenant.sensitivity() < line)
              .toList());
    }
    divide();
  }

  private boolean gone(Tenant tenant) {
    if (tenant.mm().exited()) {
      outdated.add(tenant.discard());
      return true;
    }
    return false;
  }

  private void divide() {
    int n = tenants.size();
    if (n > demands.length) {
      demands = new long[2 * n];
      weights = new int[2 * n];
      caps = new long[2 * n];
    }
    for (int i = 0; i < n; i++) {
      tenants.get(i).look();
      demands[i] = tenants.get(i).demand();
      weights[i] = tenants.get(i).share();
    }
    FairShares.divide(capacity(), demands, weights, n, caps);
    for (int i = 0; i < n; i++) {
      tenants.get(i).cap(caps[i]);
    }
  }

  /** Fast memory that promotions can fill: down to the high watermarks. */
  private long capacity() {
    MachineView machine = context.machine();
    long pages = 0;
    for (int id = 0; id < machine.nodes(); id++) {
      NodeView node = machine.node(id);
      if (node.topTier()) {
        pages += node.capacityPages() - node.highWatermark();
      }
    }
    return pages;
  }
}

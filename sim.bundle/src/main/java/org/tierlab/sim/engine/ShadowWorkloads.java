package org.tierlab.sim.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.Workload;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.WorkloadSetting;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.plugin.Plugins.Lease;

/**
 * A second instance of each of the run's workloads, from the same jars and the same seed. Their
 * processes come to no life; their generators give the accesses of the run once more.
 */
final class ShadowWorkloads implements AutoCloseable {
  private final Engine engine;
  private final List<Lease> leases = new ArrayList<>();
  private final List<Attachment> attachments = new ArrayList<>();
  private final List<WorkloadBuilder> builders = new ArrayList<>();
  private final List<AccessGenerator> generators = new ArrayList<>();

  private ShadowWorkloads(Engine engine) {
    this.engine = engine;
  }

  /**
   * Builds them.
   *
   * @throws IllegalStateException if that fails; the message is one line
   */
  static ShadowWorkloads build(Engine engine, Experiment experiment, Plugins plugins) {
    ShadowWorkloads shadow = new ShadowWorkloads(engine);
    for (WorkloadSetting setting : experiment.workloads()) {
      String sha256 = engine.workloads().sha256(shadow.leases.size());
      Lease lease = plugins.obtain(PluginKind.WORKLOAD, setting.plugin().plugin(), sha256);
      shadow.leases.add(lease);
      if (!shadow.build(experiment, setting, lease)) {
        shadow.close();
        throw new IllegalStateException(shadow.failure());
      }
    }
    for (ProcessPlan process : Births.inOrder(shadow.builders)) {
      for (TaskPlan task : process.tasks) {
        shadow.generators.add(process.workload.contained(task.generator));
      }
    }
    return shadow;
  }

  private boolean build(Experiment experiment, WorkloadSetting setting, Lease lease) {
    Workload workload = (Workload) lease.instance();
    LiveKnobs<?> knobs = LiveKnobs.of(workload.spec().knobs(), setting.plugin().knobs());
    Attachment attachment =
        new Attachment(PluginKind.WORKLOAD, setting.plugin(), lease, knobs, -1, engine.ledger());
    WorkloadBuilder builder =
        new WorkloadBuilder(
            engine, experiment.folder(), setting, attachment, builders.size(), "accesses");
    attachments.add(attachment);
    builders.add(builder);
    return engine
        .guard()
        .call(
            attachment,
            () -> {
              try {
                workload.build(builder);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** The second generator of a task; the first of the run has number 0. */
  AccessGenerator generator(int task) {
    return generators.get(task);
  }

  /** How many tasks they have. */
  int tasks() {
    return generators.size();
  }

  boolean failed() {
    return attachments.stream().anyMatch(Attachment::failed);
  }

  String failure() {
    for (Attachment attachment : attachments) {
      if (attachment.failed()) {
        return "workload '" + attachment.name() + "', built again, " + attachment.failure();
      }
    }
    return "";
  }

  @Override
  public void close() {
    for (int i = 0; i < leases.size(); i++) {
      Lease lease = leases.get(i);
      try {
        ((Workload) lease.instance()).close();
      } catch (RuntimeException | LinkageError | AssertionError e) {
        attachments.get(i).fail(Guard.describe(e));
      } finally {
        lease.release().run();
      }
    }
    leases.clear();
  }
}

package org.tierlab.sim.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.Workload;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.plugin.Plugins.Lease;

/**
 * A second instance of the run's workload, from the same jar and the same seed. Its processes come
 * to no life; its generators give the accesses of the run once more.
 */
final class ShadowWorkload implements AutoCloseable {
  private final Lease lease;
  private final List<AccessGenerator> generators;
  private final Attachment attachment;

  private ShadowWorkload(Lease lease, Attachment attachment, List<AccessGenerator> generators) {
    this.lease = lease;
    this.attachment = attachment;
    this.generators = generators;
  }

  /**
   * Builds it.
   *
   * @throws IllegalStateException if that fails; the message is one line
   */
  static ShadowWorkload build(Engine engine, Experiment experiment, Plugins plugins) {
    Lease lease =
        plugins.obtain(PluginKind.WORKLOAD, experiment.workload().name(), engine.workloadSha256());
    Workload workload = (Workload) lease.instance();
    LiveKnobs<?> knobs = LiveKnobs.of(workload.spec().knobs(), experiment.workload().knobs());
    Attachment attachment =
        new Attachment(
            PluginKind.WORKLOAD, experiment.workload(), lease, knobs, -1, engine.ledger());
    WorkloadBuilder builder = new WorkloadBuilder(engine, experiment, attachment);
    ShadowWorkload shadow = new ShadowWorkload(lease, attachment, builder.generators());
    boolean built =
        engine
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
    if (!built) {
      shadow.close();
      throw new IllegalStateException(shadow.failure());
    }
    return shadow;
  }

  /** The second generator of a task; the first of the run has number 0. */
  AccessGenerator generator(int task) {
    return generators.get(task);
  }

  /** How many tasks it has. */
  int tasks() {
    return generators.size();
  }

  boolean failed() {
    return attachment.failed();
  }

  String failure() {
    return "workload '" + attachment.name() + "', built again, " + attachment.failure();
  }

  @Override
  public void close() {
    try {
      ((Workload) lease.instance()).close();
    } catch (RuntimeException | LinkageError | AssertionError e) {
      attachment.fail(Guard.describe(e));
    } finally {
      lease.release().run();
    }
  }
}

package org.tierlab.sim.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tierlab.api.workload.Workload;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.WorkloadSetting;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.plugin.Plugins.Lease;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.task.SimTask;

/** The workloads of a run, from when they are obtained until they are given back. */
final class Workloads {
  private final Engine engine;
  private final Experiment experiment;
  private final Plugins plugins;
  private final Births births;
  private final List<Attachment> attachments = new ArrayList<>();
  private final List<WorkloadBuilder> builders = new ArrayList<>();
  private final List<Lease> leases = new ArrayList<>();
  private final List<String> sha256 = new ArrayList<>();

  Workloads(Engine engine, Experiment experiment, Plugins plugins) {
    this.engine = engine;
    this.experiment = experiment;
    this.plugins = plugins;
    births = new Births(engine);
  }

  /** Builds all of them and starts what starts at once. */
  void build() throws IOException {
    for (WorkloadSetting setting : experiment.workloads()) {
      Lease lease = plugins.obtain(PluginKind.WORKLOAD, setting.plugin().plugin());
      leases.add(lease);
      sha256.add(lease.provenance().sha256());
      build(setting, lease);
    }
    births.begin(builders);
  }

  private void build(WorkloadSetting setting, Lease lease) throws IOException {
    PluginSetting plugin = setting.plugin();
    Workload workload = (Workload) lease.instance();
    LiveKnobs<?> knobs = LiveKnobs.of(workload.spec().knobs(), plugin.knobs());
    Attachment attachment =
        new Attachment(PluginKind.WORKLOAD, plugin, lease, knobs, -1, engine.ledger());
    attachments.add(attachment);
    WorkloadBuilder builder =
        new WorkloadBuilder(
            engine,
            experiment.folder(),
            setting,
            attachment,
            builders.size(),
            workload.spec().unit());
    builders.add(builder);
    engine.guard().build(attachment, () -> workload.build(builder));
  }

  /** The jar that a workload came from. */
  String sha256(int position) {
    return sha256.get(position);
  }

  /** Who makes the accesses; what their knobs do is in the results. */
  List<Participant> participants() {
    return attachments.stream()
        .map(
            one ->
                new Participant(
                    PluginKind.WORKLOAD.word(),
                    one.name(),
                    one.setting().plugin(),
                    one.knobValues(),
                    one.lease().provenance(),
                    Map.of()))
        .toList();
  }

  /** What an access is; where workloads differ, what it is of each. */
  String unit() {
    List<String> units = builders.stream().map(WorkloadBuilder::unit).distinct().toList();
    if (units.size() == 1) {
      return units.get(0);
    }
    return builders.stream()
        .map(builder -> builder.workload().name() + ": " + builder.unit())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** Whether one of them has failed. */
  boolean failed() {
    return attachments.stream().anyMatch(Attachment::failed);
  }

  /** What has become of the first that failed, empty if none has. */
  String failure() {
    for (Attachment attachment : attachments) {
      if (attachment.failed()) {
        return "workload '" + attachment.name() + "' " + attachment.failure();
      }
    }
    return "";
  }

  /** Holds it against a task's workload that the task did what it must not. */
  void fail(SimTask task, String why) {
    Attachment owner = births.ownerOf(task);
    if (owner != null) {
      owner.fail(why);
    }
  }

  /**
   * The framework takes a workload away.
   *
   * @return whether the instance is a workload of this run
   */
  boolean withdraw(Object instance) {
    for (int i = 0; i < leases.size(); i++) {
      if (leases.get(i).instance() == instance) {
        if (i < attachments.size()) {
          attachments.get(i).fail("was withdrawn");
        }
        return true;
      }
    }
    return false;
  }

  /** Closes them and gives them back, once, whatever has become of them. */
  void close() {
    List<Lease> held = List.copyOf(leases);
    leases.clear();
    for (int i = 0; i < held.size(); i++) {
      Lease lease = held.get(i);
      try {
        close((Workload) lease.instance(), i);
      } finally {
        lease.release().run();
      }
    }
  }

  /** Lets a workload release what it holds. Failing at that is named, but changes nothing. */
  private void close(Workload workload, int i) {
    Attachment closing = i < attachments.size() ? attachments.get(i) : null;
    if (closing == null || closing.failed() || engine.guard().abandoned()) {
      try {
        workload.close();
      } catch (RuntimeException | LinkageError | AssertionError e) {
        // The run is named a failure already, and says why.
      }
    } else if (!engine.guard().call(closing, workload::close)) {
      engine.plugins().quarantined(closing);
    }
  }
}

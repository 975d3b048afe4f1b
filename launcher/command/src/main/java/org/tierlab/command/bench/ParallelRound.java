package org.tierlab.command.bench;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.command.bench.BenchRuns.Variant;
import org.tierlab.command.run.ParallelRuns;
import org.tierlab.command.run.Progress;
import org.tierlab.command.run.RunFailure;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.result.RunResult;

/** Two runs at once beside the same two one after the other, in elapsed time. */
final class ParallelRound implements Round {
  private final BenchRuns runs;
  private final PageStream stream;
  private final long accesses;
  private final Variant variant;
  private final Ratio ratio =
      new Ratio("side by side", "two runs at once", "one after the other, elapsed time");

  ParallelRound(BenchRuns runs, PageStream stream, long accesses, Variant variant) {
    this.runs = runs;
    this.stream = stream;
    this.accesses = accesses;
    this.variant = variant;
  }

  @Override
  public void measure() throws RunFailure {
    List<String> hashes = new ArrayList<>();
    double one = elapsedNs(1, hashes);
    double two = elapsedNs(2, hashes);
    if (hashes.stream().distinct().count() != 1) {
      throw new IllegalStateException("runs side by side gave other results: " + hashes);
    }
    ratio.add(one, two);
  }

  private double elapsedNs(int threads, List<String> hashes) throws RunFailure {
    Experiment experiment = BenchRuns.experiment(stream.bytes(), BenchRuns.lent(variant), variant);
    ParallelRuns parallel =
        new ParallelRuns(
            () ->
                new BenchPlugins(
                    runs.plugins().get(),
                    () -> new LentAccesses(stream, accesses, variant.tasks())),
            runs.simulations(),
            threads,
            Progress.NONE);
    long began = System.nanoTime();
    List<RunResult> results = parallel.run(List.of(experiment, experiment), simulation -> {});
    long elapsed = System.nanoTime() - began;
    for (RunResult result : results) {
      BenchRuns.require(result);
      hashes.add(result.hash());
    }
    return elapsed;
  }

  @Override
  public List<Ratio> ratios() {
    return List.of(ratio);
  }
}

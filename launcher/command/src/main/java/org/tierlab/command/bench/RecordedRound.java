package org.tierlab.command.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.tierlab.command.bench.BenchRuns.Variant;
import org.tierlab.command.out.RunRecorder;
import org.tierlab.command.run.RunFailure;
import org.tierlab.sim.recording.RecordingSetting;

/**
 * Runs that are recorded as {@code run --out} records them, beside the same runs without: series,
 * heat map and latencies of migrations, not the files that are written in the end.
 */
final class RecordedRound implements Round {
  private final BenchRuns runs;
  private final PageStream stream;
  private final long accesses;
  private final List<Variant> variants;
  private final List<Ratio> ratios = new ArrayList<>();
  private boolean recordedFirst;

  RecordedRound(BenchRuns runs, PageStream stream, long accesses, List<Variant> variants) {
    this.runs = runs;
    this.stream = stream;
    this.accesses = accesses;
    this.variants = variants;
    String group = "recorded, " + AccessRound.size(stream.bytes());
    for (Variant variant : variants) {
      ratios.add(new Ratio(group, variant.name(), "not recorded"));
    }
  }

  @Override
  public void measure() throws IOException, RunFailure {
    recordedFirst = !recordedFirst;
    for (int i = 0; i < variants.size(); i++) {
      double first = perAccessNs(variants.get(i), recordedFirst);
      double second = perAccessNs(variants.get(i), !recordedFirst);
      ratios.get(i).add(recordedFirst ? second : first, recordedFirst ? first : second);
    }
  }

  private double perAccessNs(Variant variant, boolean isRecorded) throws IOException, RunFailure {
    RunRecorder recorder = new RunRecorder(isRecorded ? RecordingSetting.automatic() : null, null);
    return runs.lentNs(stream, accesses, variant, recorder.recorder()) / accesses;
  }

  @Override
  public List<Ratio> ratios() {
    return ratios;
  }
}

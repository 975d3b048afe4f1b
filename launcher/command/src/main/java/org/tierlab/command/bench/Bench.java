package org.tierlab.command.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tierlab.command.bench.PageStream.Law;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.command.run.RunFailure;
import org.tierlab.command.run.SimulationFactory;

/**
 * All measurements: a short round of everything to warm the compiler up, then whole rounds until
 * the time is used up. In a round each figure and what it is compared with follow each other, so
 * that a machine that is busy for a while slows both.
 */
public final class Bench {
  private static final int WARM_UP_SHARE = 16;

  private final BenchRuns runs;
  private final Size size;

  /**
   * How much is measured.
   *
   * @param footprintMib footprints, MiB
   * @param streamLength accesses that are drawn, a power of two
   * @param repeat how often a run reads them
   * @param elapsedNs no round begins after this time
   */
  public record Size(List<Integer> footprintMib, int streamLength, int repeat, long elapsedNs) {
    /** Copies the list. */
    public Size {
      footprintMib = List.copyOf(footprintMib);
    }
  }

  /**
   * Prepares.
   *
   * @param plugins opens the plug-ins to a run
   * @param simulations makes simulations
   * @param size how much is measured
   */
  public Bench(Supplier<RunPlugins> plugins, SimulationFactory simulations, Size size) {
    runs = new BenchRuns(plugins, simulations);
    this.size = size;
  }

  /**
   * Measures.
   *
   * @return what was found
   * @throws RunFailure if a run fails
   */
  public BenchReport run() throws RunFailure {
    try {
      Path folder = Files.createTempDirectory("tierlab-bench-");
      try {
        return run(folder);
      } finally {
        delete(folder);
      }
    } catch (ClosedByInterruptException e) {
      throw BenchRuns.interrupted();
    } catch (IOException e) {
      throw new RunFailure("a temporary file cannot be used: " + e.getMessage(), e);
    }
  }

  private BenchReport run(Path folder) throws IOException, RunFailure {
    long began = System.nanoTime();
    for (Round round :
        rounds(size.footprintMib().get(0), Math.max(1, size.repeat() / WARM_UP_SHARE), folder)) {
      round.measure();
    }
    List<Round> rounds = new ArrayList<>();
    for (int mib : size.footprintMib()) {
      rounds.addAll(accesses(mib, Law.UNIFORM, size.repeat(), mib == size.footprintMib().get(0)));
    }
    int zipfMib = size.footprintMib().get(Math.min(1, size.footprintMib().size() - 1));
    rounds.addAll(accesses(zipfMib, Law.ZIPF, size.repeat(), false));
    rounds.addAll(others(zipfMib, size.repeat(), folder));
    do {
      for (Round round : rounds) {
        round.measure();
      }
    } while (System.nanoTime() - began < size.elapsedNs());
    return new BenchReport(rounds.stream().flatMap(round -> round.ratios().stream()).toList());
  }

  private List<Round> rounds(int mib, int repeat, Path folder) throws IOException {
    List<Round> rounds = new ArrayList<>(accesses(mib, Law.UNIFORM, repeat, true));
    rounds.addAll(others(mib, repeat, folder));
    return rounds;
  }

  private PageStream stream(int mib, Law law) {
    return PageStream.draw(mib << 8, law, size.streamLength());
  }

  private List<Round> accesses(int mib, Law law, int repeat, boolean isPromoting) {
    List<BenchRuns.Variant> variants = new ArrayList<>(AccessRound.SETTLED);
    if (isPromoting) {
      variants.addAll(AccessRound.PROMOTING);
    }
    long accesses = (long) repeat * size.streamLength();
    return List.of(new AccessRound(runs, stream(mib, law), accesses, variants));
  }

  private List<Round> others(int mib, int repeat, Path folder) throws IOException {
    PageStream stream = stream(mib, Law.UNIFORM);
    long accesses = (long) repeat * size.streamLength();
    return List.of(
        new ReplayRound(runs, stream, repeat, folder),
        new ImportRound(stream(mib, Law.ZIPF), folder),
        new RecordedRound(runs, stream, accesses, AccessRound.RECORDED),
        new ParallelRound(runs, stream, accesses, AccessRound.SETTLED.get(1)));
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.tierlab.sim.recording;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives access to the recording of one run. Handed to the run before it begins; any thread may ask
 * it at any time.
 *
 * <p>A recorded run has the same steps, results and hash as one that is not.
 */
public final class Recorder {
  private final @Nullable RecordingSetting setting;
  private final Timeline timeline;
  private volatile @Nullable Supplier<Recording> source;

  /**
   * Makes a recorder for one run.
   *
   * @param setting how much it holds
   */
  public Recorder(RecordingSetting setting) {
    this(setting, Timeline.NONE);
  }

  /**
   * Makes a recorder for one run.
   *
   * @param setting how much it holds, null for no samples at all
   * @param timeline is told what takes time
   */
  public Recorder(@Nullable RecordingSetting setting, Timeline timeline) {
    this.setting = setting;
    this.timeline = timeline;
  }

  /**
   * Who is told what takes time.
   *
   * @return perhaps {@link Timeline#NONE}
   */
  public Timeline timeline() {
    return timeline;
  }

  /**
   * One that records nothing, for any number of runs.
   *
   * @return a recorder whose recording is empty
   */
  public static Recorder none() {
    return new Recorder(null, Timeline.NONE);
  }

  /**
   * How much is to be held.
   *
   * @return null if nothing is to be recorded
   */
  public @Nullable RecordingSetting setting() {
    return setting;
  }

  /**
   * The run begins. Called by the run.
   *
   * @param recordings gives what has been recorded so far, to any thread
   * @throws IllegalStateException if it has recorded another run
   */
  public void begin(Supplier<Recording> recordings) {
    if (source != null) {
      throw new IllegalStateException("a recorder records one run");
    }
    source = recordings;
  }

  /**
   * What has been recorded so far.
   *
   * @return empty before the run has begun
   */
  public Recording recording() {
    Supplier<Recording> present = source;
    return present == null ? Recording.EMPTY : present.get();
  }
}

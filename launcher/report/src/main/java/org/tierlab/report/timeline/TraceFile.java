package org.tierlab.report.timeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tierlab.report.figure.Mark;
import org.tierlab.sim.recording.Timeline;

/**
 * A timeline in Chrome's trace-event format, which Perfetto and chrome://tracing open: a process
 * for each kind of lane, a thread for each of its members (and more of them where what they do
 * overlaps), complete events in simulated microseconds. Used by the run's thread, then closed.
 */
public final class TraceFile implements Timeline, AutoCloseable {
  /** Events after which nothing more is written: what viewers still open. */
  public static final int MOST_EVENTS = 2_000_000;

  /** A process beside those of the lanes. */
  private static final int EXCHANGES = 0;

  private static final long PS_PER_US = 1_000_000;

  private final JsonGenerator json;

  /** By lane and name: one thread, and more where several spans overlap. */
  private final Map<Lane, Map<String, List<Row>>> rows = new EnumMap<>(Lane.class);

  private int threads;
  private int events;
  private long cutAtPs = -1;

  /**
   * Begins a file.
   *
   * @param out receives JSON; closed in the end
   * @throws IOException if it cannot be written
   */
  public TraceFile(OutputStream out) throws IOException {
    json = new JsonFactory().createGenerator(out);
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeArrayFieldStart("traceEvents");
    for (Lane lane : Lane.values()) {
      name("process_name", lane.number(), 0, lane.title());
    }
    name("process_name", EXCHANGES, 0, "exchanges");
    name("thread_name", EXCHANGES, 0, "exchanges");
  }

  /** Spans of a thread follow one another: viewers take what overlaps for calls within calls. */
  private static final class Row {
    final int thread;
    final String name;
    long endPs;

    Row(int thread, String name) {
      this.thread = thread;
      this.name = name;
    }
  }

  private void name(String what, int process, int thread, String name) throws IOException {
    begin("M", what, process, thread);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void begin(String phase, String name, int process, int thread) throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", phase);
    json.writeStringField("name", name);
    json.writeNumberField("pid", process);
    json.writeNumberField("tid", thread);
  }

  @Override
  public void span(Lane lane, String who, String what, long fromPs, long toPs, long pages) {
    if (events >= MOST_EVENTS) {
      cutAtPs = cutAtPs < 0 ? fromPs : cutAtPs;
      return;
    }
    events++;
    try {
      Row row = free(lane, who, fromPs);
      row.endPs = toPs;
      begin("X", what.toLowerCase(Locale.ROOT), lane.number(), row.thread);
      microseconds("ts", fromPs);
      microseconds("dur", toPs - fromPs);
      if (pages > 0) {
        json.writeObjectFieldStart("args");
        json.writeNumberField("pages", pages);
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Row free(Lane lane, String who, long fromPs) {
    List<Row> all =
        rows.computeIfAbsent(lane, unused -> new LinkedHashMap<>())
            .computeIfAbsent(who, unused -> new ArrayList<>());
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).endPs <= fromPs) {
        return all.get(i);
      }
    }
    Row fresh = new Row(++threads, all.isEmpty() ? who : who + " (" + (all.size() + 1) + ")");
    all.add(fresh);
    return fresh;
  }

  /** Exact, however long the run is. */
  private void microseconds(String field, long ps) throws IOException {
    json.writeFieldName(field);
    json.writeNumber(ps / PS_PER_US + "." + Long.toString(PS_PER_US + ps % PS_PER_US).substring(1));
  }

  /**
   * Ends the file.
   *
   * @param marks exchanges of plug-ins, shown across all lanes
   * @throws IOException if it cannot be written
   */
  public void finish(List<Mark> marks) throws IOException {
    for (Map.Entry<Lane, Map<String, List<Row>>> lane : rows.entrySet()) {
      for (List<Row> all : lane.getValue().values()) {
        for (Row row : all) {
          name("thread_name", lane.getKey().number(), row.thread, row.name);
        }
      }
    }
    for (Mark mark : marks) {
      instant(mark.label(), mark.atS() * 1e6);
    }
    if (cutAtPs >= 0) {
      instant("the file ends here: " + MOST_EVENTS + " events", cutAtPs / 1e6);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void instant(String what, double us) throws IOException {
    begin("i", what, EXCHANGES, 0);
    json.writeNumberField("ts", us);
    json.writeStringField("s", "g");
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}

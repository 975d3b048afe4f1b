package org.tierlab.report.timeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.report.figure.Mark;
import org.tierlab.sim.recording.Timeline;

/**
 * A timeline in Chrome's trace-event format, which Perfetto and chrome://tracing open: a process
 * for each kind of lane, a thread for each of its members, complete events in simulated
 * microseconds. Used by the run's thread, then closed.
 */
public final class TraceFile implements Timeline, AutoCloseable {
  /** Events after which nothing more is written: what viewers still open. */
  public static final int MOST_EVENTS = 2_000_000;

  private final JsonGenerator json;

  /** Numbers by process and name; the names are written in the end. */
  private final Map<String, Integer> threads = new LinkedHashMap<>();

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
      int process = lane.number();
      begin("X", what, process, thread(process, who));
      json.writeNumberField("ts", fromPs / 1e6);
      json.writeNumberField("dur", (toPs - fromPs) / 1e6);
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

  private int thread(int process, String who) {
    return threads.computeIfAbsent(process + who, unused -> threads.size() + 1);
  }

  /**
   * Ends the file.
   *
   * @param marks exchanges of plug-ins, shown across all lanes
   * @throws IOException if it cannot be written
   */
  public void finish(List<Mark> marks) throws IOException {
    for (Map.Entry<String, Integer> thread : threads.entrySet()) {
      int process = thread.getKey().charAt(0) - '0';
      name("thread_name", process, thread.getValue(), thread.getKey().substring(1));
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
    begin("i", what, 1, 0);
    json.writeNumberField("ts", us);
    json.writeStringField("s", "g");
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}

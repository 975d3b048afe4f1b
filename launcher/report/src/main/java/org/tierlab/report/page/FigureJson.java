package org.tierlab.report.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.tierlab.report.figure.Figure;
import org.tierlab.report.figure.HeatFigure;
import org.tierlab.report.figure.Mark;
import org.tierlab.report.figure.RunFigures;
import org.tierlab.report.figure.Series;

/**
 * The figures of a run as one JSON object: {@code name}, {@code nodes}, {@code end_s}, {@code
 * figures}, {@code heat} and {@code marks}. Numbers have six digits: more than a screen shows.
 */
public final class FigureJson {
  private static final MathContext DIGITS = new MathContext(6);

  private final JsonGenerator json;

  private FigureJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes the object.
   *
   * @param run the figures
   * @return on one line
   */
  public static String of(RunFigures run) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      new FigureJson(json).run(run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void run(RunFigures run) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", run.name());
    json.writeArrayFieldStart("nodes");
    for (String node : run.nodes()) {
      json.writeString(node);
    }
    json.writeEndArray();
    json.writeFieldName("end_s");
    exact(run.endS());
    json.writeArrayFieldStart("figures");
    for (Figure figure : run.figures()) {
      figure(figure);
    }
    json.writeEndArray();
    json.writeFieldName("heat");
    heat(run.heat());
    json.writeArrayFieldStart("marks");
    for (Mark mark : run.marks()) {
      json.writeStartObject();
      json.writeFieldName("at_s");
      exact(mark.atS());
      json.writeStringField("label", mark.label());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void figure(Figure figure) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", figure.id());
    json.writeStringField("title", figure.title());
    json.writeStringField("unit", figure.unit());
    json.writeStringField("kind", figure.kind().name().toLowerCase(Locale.ROOT));
    json.writeArrayFieldStart("places");
    for (int i = 0; i < figure.size(); i++) {
      exact(figure.place(i));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("series");
    for (Series series : figure.series()) {
      json.writeStartObject();
      json.writeStringField("name", series.name());
      json.writeArrayFieldStart("values");
      for (int i = 0; i < series.size(); i++) {
        rounded(series.value(i));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void heat(HeatFigure heat) throws IOException {
    json.writeStartObject();
    json.writeFieldName("column_s");
    exact(heat.columnS());
    json.writeArrayFieldStart("rows");
    for (HeatFigure.Row row : heat.rows()) {
      json.writeStartObject();
      json.writeStringField("process", row.process());
      json.writeNumberField("address", row.address());
      json.writeNumberField("pages", row.pages());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("accesses");
    for (int column = 0; column < heat.columns(); column++) {
      json.writeStartArray();
      for (int row = 0; row < heat.rows().size(); row++) {
        json.writeNumber(heat.accesses(column, row));
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("held");
    for (int column = 0; column < heat.columns(); column++) {
      json.writeString(heat.held(column));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void exact(double value) throws IOException {
    json.writeNumber(value);
  }

  private void rounded(double value) throws IOException {
    if (value == 0 || !Double.isFinite(value)) {
      json.writeNumber(0);
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(new BigDecimal(value).round(DIGITS).stripTrailingZeros().toString());
    }
  }
}

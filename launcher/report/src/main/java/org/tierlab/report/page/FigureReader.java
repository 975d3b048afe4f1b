package org.tierlab.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tierlab.report.figure.Figure;
import org.tierlab.report.figure.HeatFigure;
import org.tierlab.report.figure.Mark;
import org.tierlab.report.figure.RunFigures;
import org.tierlab.report.figure.Series;

/** Reads what {@link FigureJson} writes. */
public final class FigureReader {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FigureReader() {}

  /**
   * Reads the figures of a run.
   *
   * @param json one object; other members are passed over
   * @return the figures
   * @throws IOException if it is none; the message is one line
   */
  public static RunFigures read(String json) throws IOException {
    JsonNode run;
    try {
      run = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
    List<String> nodes = new ArrayList<>();
    member(run, "nodes").forEach(node -> nodes.add(node.asText()));
    List<Figure> figures = new ArrayList<>();
    for (JsonNode figure : member(run, "figures")) {
      figures.add(figure(figure));
    }
    List<Mark> marks = new ArrayList<>();
    member(run, "marks")
        .forEach(
            mark -> marks.add(new Mark(mark.path("at_s").asDouble(), mark.path("label").asText())));
    return new RunFigures(
        member(run, "name").asText(),
        nodes,
        member(run, "end_s").asDouble(),
        figures,
        heat(member(run, "heat")),
        marks);
  }

  private static JsonNode member(JsonNode node, String name) throws IOException {
    JsonNode member = node.get(name);
    if (member == null) {
      throw new IOException("expected figures of a run, found no '" + name + "'");
    }
    return member;
  }

  private static Figure figure(JsonNode figure) throws IOException {
    List<Series> series = new ArrayList<>();
    for (JsonNode line : member(figure, "series")) {
      series.add(new Series(line.path("name").asText(), doubles(member(line, "values"))));
    }
    Figure.Kind kind;
    try {
      kind = Figure.Kind.valueOf(member(figure, "kind").asText().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IOException("'" + figure.get("kind") + "' is no kind of figure", e);
    }
    return new Figure(
        member(figure, "id").asText(),
        member(figure, "title").asText(),
        member(figure, "unit").asText(),
        kind,
        doubles(member(figure, "places")),
        series);
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  private static HeatFigure heat(JsonNode heat) throws IOException {
    List<HeatFigure.Row> rows = new ArrayList<>();
    for (JsonNode row : member(heat, "rows")) {
      rows.add(
          new HeatFigure.Row(
              row.path("process").asText(),
              row.path("address").asLong(),
              row.path("pages").asLong()));
    }
    JsonNode columns = member(heat, "accesses");
    long[][] accesses = new long[columns.size()][rows.size()];
    for (int column = 0; column < accesses.length; column++) {
      for (int row = 0; row < rows.size(); row++) {
        accesses[column][row] = columns.path(column).path(row).asLong();
      }
    }
    List<String> held = new ArrayList<>();
    for (JsonNode digits : member(heat, "held")) {
      if (digits.asText().length() != rows.size()) {
        throw new IOException("expected a node for each range of the heat map");
      }
      held.add(digits.asText());
    }
    return new HeatFigure(member(heat, "column_s").asDouble(), rows, accesses, held);
  }
}

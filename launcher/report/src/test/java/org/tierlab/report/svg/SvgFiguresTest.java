package org.tierlab.report.svg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.tierlab.report.Pictures;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgFiguresTest {
  private static final Map<String, String> DRAWN = SvgFigures.of(Pictures.run());

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void everyFigureIsADocument() throws Exception {
    assertThat(DRAWN).containsOnlyKeys("share", "resident", "latencies", "heat");
    for (String svg : DRAWN.values()) {
      assertThat(parse(svg).getDocumentElement().getTagName()).isEqualTo("svg");
    }
  }

  @Test
  void aMarkIsHalfWayWhereItsTimeIs() throws Exception {
    NodeList lines = parse(DRAWN.get("share")).getElementsByTagName("line");
    double x = Double.NaN;
    for (int i = 0; i < lines.getLength(); i++) {
      Element line = (Element) lines.item(i);
      if (line.getAttribute("class").equals("mark")) {
        x = Double.parseDouble(line.getAttribute("x1"));
      }
    }
    // The plot reaches from 64 to 746.
    assertThat(x).isEqualTo(405);
  }

  @Test
  void areasStandOnOneAnother() throws Exception {
    NodeList paths = parse(DRAWN.get("resident")).getElementsByTagName("path");
    assertThat(paths.getLength()).isEqualTo(2);
    String upper = ((Element) paths.item(1)).getAttribute("d");
    // Four everywhere: the upper edge is level, at 4 / 4.24 of 250 pixels above 284.
    assertThat(upper).startsWith("M64.0,48.2L405.0,48.2L746.0,48.2");
  }

  @Test
  void areasBearTheirNamesWhereTheyAreHigh() throws Exception {
    NodeList words = parse(DRAWN.get("resident")).getElementsByTagName("text");
    List<String> within = new ArrayList<>();
    for (int i = 0; i < words.getLength(); i++) {
      Element text = (Element) words.item(i);
      if (text.getAttribute("fill").matches("#fff|#111")) {
        double x = Double.parseDouble(text.getAttribute("x"));
        within.add(text.getTextContent() + (x > 405 ? " right" : " left"));
      }
    }
    // Node 0 grows and node 1 shrinks.
    assertThat(within).containsExactly("node 0 right", "node 1 left");
  }

  @Test
  void neighbouringLinesDifferInDash() throws Exception {
    NodeList paths = parse(DRAWN.get("share")).getElementsByTagName("path");
    assertThat(((Element) paths.item(0)).getAttribute("stroke-dasharray")).isEqualTo("none");
    assertThat(((Element) paths.item(1)).getAttribute("stroke-dasharray")).isEqualTo("8 3");
  }

  @Test
  void percentilesAreMarkedWhereTheyAreRound() {
    assertThat(DRAWN.get("latencies"))
        .contains(">50 %<", ">90 %<", ">99 %<")
        .doesNotContain(">99.9 %<");
  }

  @Test
  void aRangeThatNobodyHoldsIsLeftWhite() {
    // The paper, three cells, two boxes of the legend.
    assertThat(DRAWN.get("heat").split("<rect", -1)).hasSize(1 + 1 + 3 + 2);
  }
}

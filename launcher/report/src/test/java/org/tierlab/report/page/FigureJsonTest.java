package org.tierlab.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.report.Pictures;
import org.tierlab.report.figure.Figure;
import org.tierlab.report.figure.RunFigures;

class FigureJsonTest {
  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    RunFigures run = FigureReader.read(FigureJson.of(Pictures.run()));
    assertThat(run.name()).isEqualTo("two seconds");
    assertThat(run.nodes()).containsExactly("node 0 (dram)", "node 1 (cxl)");
    assertThat(run.marks()).isEqualTo(Pictures.run().marks());
    Figure share = run.figures().get(0);
    assertThat(share.title()).isEqualTo("Share <of> accesses");
    assertThat(share.place(2)).isEqualTo(2);
    assertThat(share.series().get(1).value(1)).isEqualTo(50);
    assertThat(run.figures().get(2).kind()).isEqualTo(Figure.Kind.PERCENTILES);
    assertThat(run.heat().accesses(1, 1)).isEqualTo(100);
    assertThat(run.heat().node(0, 1)).isEqualTo(-1);
    assertThat(run.heat().node(1, 1)).isEqualTo(1);
    assertThat(run.heat().rows().get(1).address()).isEqualTo(0x11000);
  }

  @Test
  void numbersHaveSixDigits() throws IOException {
    RunFigures run = FigureReader.read(FigureJson.of(Pictures.run()));
    assertThat(run.figures().get(0).series().get(0).value(2)).isEqualTo(0.123457);
  }

  @Test
  void somethingElseIsRefusedInOneLine() {
    assertThatThrownBy(() -> FigureReader.read("{\"schema\": 1}"))
        .isInstanceOf(IOException.class)
        .hasMessage("expected figures of a run, found no 'nodes'");
    assertThatThrownBy(() -> FigureReader.read("{"))
        .isInstanceOf(IOException.class)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aPageHoldsNothingThatIsFetched() {
    String figures = FigureJson.of(Pictures.run());
    HtmlReport.Part part = HtmlReport.Part.of(figures, "{\"hash\":\"</script>\"}");
    String page = HtmlReport.of("a <b> & c", List.of(part));
    assertThat(page).contains("<title>a &lt;b> &amp; c</title>");
    assertThat(page).doesNotContain("\"</script>\"").contains("\\u003c/script>");
    assertThat(page).doesNotContainPattern("(src|href)=\"?https?:").doesNotContain("{{");
    assertThat(page).contains("uPlot=function");
  }
}

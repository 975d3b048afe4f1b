package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReproduceCommandTest extends CommandLineFixture {

  @Test
  void studiesAreListed() {
    assertThat(execute("reproduce")).isZero();
    assertThat(out())
        .containsPattern("folio-copy +move_pages")
        .containsPattern("interleave +DAMON");
  }

  @Test
  void unknownStudy() {
    assertThat(execute("reproduce", "folio")).isEqualTo(2);
    assertThat(err()).contains("there is no study 'folio', expected all or one of abench, ");
  }

  @Test
  void dataTakesOneStudy() throws Exception {
    Path rows = Files.writeString(folder.resolve("rows.csv"), "folio,host,workqueue\n1,2,3\n");
    assertThat(execute("reproduce", "all", "--data", rows)).isEqualTo(2);
    assertThat(err()).contains("--data takes one study, ");
    assertThat(execute("reproduce", "folio-copy", "--data", rows)).isEqualTo(2);
    assertThat(err()).contains("rows.csv:1: column 'folios' is missing");
    assertThat(execute("reproduce", "folio-copy", "--data", folder.resolve("no.csv"))).isEqualTo(2);
    assertThat(err()).contains("no.csv: there is no such file");
    assertThat(execute("reproduce", "folio-copy", "--runs", "0")).isEqualTo(2);
  }
}

package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.tierlab.command.experiment.MachineDescription;

class CalibrateCommandTest extends CommandLineFixture {

  /** What a machine with known constants would measure. */
  private Path rows() throws Exception {
    StringBuilder text = new StringBuilder("folio,host,folios,vanilla_gbps\n");
    for (int folios : new int[] {1, 8, 64, 512}) {
      for (String folio : new String[] {"64KB", "2MB"}) {
        double bytes = folios * (folio.equals("2MB") ? 2097152.0 : 65536.0);
        double ns = 50_000 + 1200 * folios + bytes / 8;
        text.append(String.format(Locale.ROOT, "%s,idle,%d,%.9f%n", folio, folios, bytes / ns));
      }
    }
    text.append("2MB,busy,64,0.01\n");
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  @Test
  void findsTheConstantsThatMadeTheRows() throws Exception {
    assertThat(execute("calibrate", rows(), "--base", "grace-2s")).isZero();
    String first = out();
    Path machine = Files.writeString(folder.resolve("mine.yaml"), first);
    MachineDescription read = MachineDescription.read(machine.toString(), folder);
    assertThat(Double.parseDouble(read.value("costs.copy_thread_gbps")))
        .isCloseTo(8, within(0.001));
    assertThat(read.value("plugins.policy.move-pages.call_ns")).isEqualTo("50000.0 ns");
    assertThat(read.value("costs.remap_ns")).isEqualTo("487.8 ns");
    assertThat(read.value("nodes.0.cpus")).as("all else is the base's").isEqualTo("72");
    assertThat(first).contains("#   1 x 64KB: measured 1.", "+0.0 %");
    assertThat(execute("calibrate", rows(), "--base", "grace-2s")).isZero();
    assertThat(out()).isEqualTo(first);
  }

  @Test
  void badUsage() throws Exception {
    assertThat(execute("calibrate")).isEqualTo(2);
    assertThat(err()).contains("expected a file of measurements, or --host");
    assertThat(execute("calibrate", rows(), "--host")).isEqualTo(2);
    assertThat(execute("calibrate", rows(), "--base", "nowhere")).isEqualTo(2);
    Path few =
        Files.writeString(
            folder.resolve("few.csv"), "folio,host,folios,vanilla_gbps\n2MB,idle,1,5\n");
    assertThat(execute("calibrate", few)).isEqualTo(2);
    assertThat(err()).contains("1 idle rows hold vanilla_gbps, expected at least 3");
  }

  @Test
  void measuresTheHost() {
    assertThat(execute("calibrate", "--host", "--most", "1")).isZero();
    assertThat(out()).contains("2048 KiB", "first touch of a page: ", "1 MiB");
  }
}

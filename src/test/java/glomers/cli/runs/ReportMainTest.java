package glomers.cli.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person gets wrong about pages and the server, in one line each. */
class ReportMainTest {
  @TempDir private Path folder;

  private String refusal(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                ReportMain.class.getName()));
    command.addAll(List.of(words));
    Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(jvm.waitFor() > 0, said);
    assertEquals(1, said.lines().count(), said);
    return said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "-1", "0", "65536", "99999999999", "8000.5", "0x50"})
  void whatIsNoPortIsNoPort(String port) {
    assertEquals(-1, ReportMain.port(port));
  }

  @Test
  void aPortMayHaveSpacesAroundIt() {
    assertEquals(8000, ReportMain.port(" 8000 "));
    assertEquals(65_535, ReportMain.port("65535"));
  }

  @Test
  void aPortThatIsNoneIsRefusedInOneLine() throws IOException, InterruptedException {
    assertEquals(
        "PORT=abc: this must be a whole number from 1 to 65535\n",
        refusal("serve", folder.toString(), "abc"));
  }

  @Test
  void aPortInUseIsNamedWithAnother() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      String said = refusal("serve", folder.toString(), "" + port);
      assertTrue(said.startsWith("port " + port + " cannot be had ("), said);
      assertTrue(said.contains("make serve PORT="), said);
    }
  }
}

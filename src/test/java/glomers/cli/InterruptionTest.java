package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {

  @Test
  void anInterruptedRunLeavesNoProcessBehindAndKeepsItsHistory(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh to run the nodes");
    Path pids = Files.createDirectory(folder.resolve("pids"));
    // A node, and a process that it starts: both must go.
    Path node =
        ShellNode.write(
            folder,
            "echo $$ > "
                + pids
                + "/node-$$; sleep 600 & echo $! > "
                + pids
                + "/child-$!;"
                // And one that is forked twice, in a session of its own, which nobody is parent of.
                + " (setsid sh -c 'echo $$ > "
                + pids
                + "/orphan-$$; exec sleep 600' &)",
            "reply '\"type\":\"init_ok\"'",
            ShellNode.ECHO);
    Path store = folder.resolve("store");
    Process workbench =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WorkbenchMain.class.getName(),
                "test",
                "-w",
                "echo",
                "--bin",
                node.toString(),
                "--node-count",
                "2",
                "--rate",
                "50",
                "--store",
                store.toString())
            .redirectErrorStream(true)
            .start();
    StringBuilder output = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(workbench.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.contains("operations (")) {
        output.append(line).append('\n');
        line = lines.readLine();
      }
      List<ProcessHandle> started = started(pids);
      assertEquals(
          Files.isDirectory(Path.of("/proc/self")) ? 6 : 4,
          started.size(),
          () -> "two nodes, and a child and an orphan each:\n" + output);

      workbench.toHandle().destroy(); // what Ctrl-C does, with another signal

      while ((line = lines.readLine()) != null) {
        output.append(line).append('\n');
      }
      assertTrue(workbench.waitFor(60, TimeUnit.SECONDS), () -> "hangs:\n" + output);
      for (ProcessHandle handle : started) {
        handle.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        assertFalse(handle.isAlive(), () -> "left behind: " + handle + "\n" + output);
      }
    } finally {
      workbench.destroyForcibly();
    }
    assertEquals(128 + 15, workbench.exitValue(), output::toString);
    assertTrue(output.toString().contains("Interrupted. The nodes are stopped"), output::toString);
    assertTrue(Files.size(store.resolve("latest/history.edn")) > 0);
    assertTrue(Files.isSameFile(store.resolve("latest"), store.resolve("current")));
  }

  private static List<ProcessHandle> started(Path pids) throws IOException {
    try (Stream<Path> files = Files.list(pids)) {
      return files
          // Where there is no /proc, orphans are not found.
          .filter(file ->
              !file.getFileName().toString().startsWith("orphan")
                  || Files.isDirectory(Path.of("/proc/self")))
          .map(file -> Long.parseLong(file.getFileName().toString().replaceAll("\\D", "")))
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .toList();
    }
  }
}

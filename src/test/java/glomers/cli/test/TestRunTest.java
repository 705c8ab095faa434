package glomers.cli.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glomers.cli.terminal.ExitStatus;
import glomers.workbench.WorkbenchFailure;
import glomers.workbench.store.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that fail through no fault of the nodes. */
class TestRunTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(Throwable thrown) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no program to name");
    TestRun.Engine failing =
        new TestRun.Engine() {
          @Override
          public String introduction() {
            return "a test";
          }

          @Override
          public TestRun.Done run(long seed, RunFolder run) throws IOException {
            switch (thrown) {
              case Error error -> throw error;
              case RuntimeException exception -> throw exception;
              default -> throw new IOException(thrown);
            }
          }
        };
    List<String> words =
        List.of("-w", "echo", "--bin", "/bin/sh", "--store", folder.resolve("store").toString());
    return new TestRun(
            TestOptions.parse(words),
            failing,
            1,
            words,
            new PrintStream(out, true, StandardCharsets.UTF_8))
        .execute();
  }

  @Test
  void outOfMemoryIsAVerdictOfItsOwn() throws Exception {
    assertEquals(ExitStatus.BROKEN, run(new OutOfMemoryError("Java heap space")));
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("Out of memory: the workbench's heap may not grow beyond"), text);
  }

  @Test
  void anErrorOfTheMainThreadIsNoVerdictOnTheNodes() throws Exception {
    assertEquals(ExitStatus.BROKEN, run(new NoClassDefFoundError("of a jar that was replaced")));
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("The workbench itself failed, which says nothing about the nodes"));
  }

  @Test
  void aThreadThatDiedFailsTheRunAsTheWorkbenchsOwnFault() throws Exception {
    Error error = new StackOverflowError("of a test");
    assertEquals(ExitStatus.BROKEN, run(new WorkbenchFailure(error)));
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("The workbench itself failed, which says nothing about the nodes"));
    assertTrue(text.contains("    at glomers.cli.test.TestRunTest."), text);
  }
}

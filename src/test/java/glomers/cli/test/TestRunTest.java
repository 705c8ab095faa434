package glomers.cli.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.LastLine;
import glomers.results.Provenance;
import glomers.results.RunRecord;
import glomers.results.TestCommandLine;
import glomers.workbench.WorkbenchFailure;
import glomers.workbench.store.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** The official command of 3d, with so many messages for each operation. */
  private static Optional<RunRecord> official3d(double messages) {
    Provenance unknown = Provenance.UNKNOWN;
    Provenance provenance =
        new Provenance(
            Optional.of("3d"),
            new TestCommandLine(
                List.of(
                    ("--engine simulation -w broadcast --bin class:my.Broadcast --classpath my.jar"
                            + " --node-count 25 --rate 100 --latency 100")
                        .split(" "))),
            unknown.engine(),
            unknown.engineVersion(),
            unknown.seed(),
            unknown.commit(),
            unknown.dirty(),
            unknown.machine(),
            unknown.jdk(),
            unknown.started(),
            unknown.wallSeconds(),
            unknown.exitStatus());
    return Optional.of(
        new RunRecord(
            Path.of("broadcast/1"),
            provenance,
            Optional.of("broadcast"),
            "true",
            List.of(),
            Map.of("srv-msgs-per-op", messages, "stable-0.5", 350.0, "stable-1", 590.0),
            Map.of(),
            Optional.empty(),
            List.of()));
  }

  @Test
  void notEverythingLooksGoodWhereALimitOfTheChallengeIsMissed() {
    assertEquals(
        "Valid, but outside the limits of challenge 3d: messages between nodes and services for"
            + " each operation",
        TestRun.lastLine(ExitStatus.VALID, false, official3d(31)));
    String good = LastLine.of(ExitStatus.VALID);
    assertEquals(good, TestRun.lastLine(ExitStatus.VALID, false, official3d(29)));
    assertEquals(good, TestRun.lastLine(ExitStatus.VALID, true, official3d(31)), "as Maelstrom");
    assertEquals(good, TestRun.lastLine(ExitStatus.VALID, false, Optional.empty()));
    assertEquals(
        LastLine.of(ExitStatus.INVALID),
        TestRun.lastLine(ExitStatus.INVALID, false, official3d(31)));
  }
}

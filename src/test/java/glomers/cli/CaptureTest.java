package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.test.TestArguments;
import glomers.cli.test.TestOptions;
import glomers.results.Provenance;
import glomers.results.RunReader;
import glomers.results.RunRecord;
import glomers.results.RunStore;
import glomers.results.TestCommandLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is kept of every run, whoever made it. */
class CaptureTest {
  private static final Path ARTIFACTS = Path.of("src/test/resources/maelstrom");

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int run(String... words) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return WorkbenchMain.run(out, TestOptions.Timing.USUAL, words);
  }

  @Test
  void aRunOfTheWorkbenchLeavesItsRecord() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("maelstrom/bin")).resolve("broadcast");
    Files.writeString(folder.resolve("maelstrom/node.sh"), "");
    Files.writeString(bin, "#!/bin/sh\n");
    assertTrue(bin.toFile().setExecutable(true));
    Path store = folder.resolve("store");
    String[] words = {
      "test",
      "-w",
      "broadcast",
      "--engine",
      "simulation",
      "--seed",
      "42",
      "--time-limit",
      "5",
      "--bin",
      bin.toString(),
      "--store",
      store.toString(),
      "--latency",
      "100",
      "--",
      "--rung",
      "efficient:3e"
    };
    assertEquals(0, run(words), printed::toString);

    RunStore read = RunStore.read(store);
    assertEquals(List.of(), read.derived(), "its figures stand in its record");
    RunRecord run = read.runs().getFirst();
    Provenance provenance = run.provenance();
    assertEquals("simulation", provenance.engine().orElseThrow());
    assertEquals(42, provenance.seed().orElseThrow());
    assertEquals(0, provenance.exitStatus().orElseThrow());
    assertEquals(List.of(words).subList(1, words.length), provenance.command().words());
    assertEquals("--rung efficient:3e", provenance.command().variant());
    assertEquals("broadcast", provenance.command().program().orElseThrow());
    assertEquals("{latency=100, time-limit=5}", provenance.command().parameters().toString());
    assertTrue(provenance.commit().isEmpty(), "the node is in no repository");
    assertTrue(provenance.machine().orElseThrow().processors() > 0);
    assertTrue(provenance.machine().orElseThrow().memoryBytes() > 1_000_000);
    assertTrue(provenance.started().isPresent() && provenance.wallSeconds().isPresent());
    assertTrue(run.valid());
    assertTrue(run.figure("stable-1").orElseThrow() > 0, run.figures()::toString);
    assertEquals(5.0, run.figure("ops-per-s").orElseThrow(), 3, "the default rate");
  }

  @Test
  void aRunOfMaelstromGetsItsRecordAfterwards() throws IOException {
    Path store = Files.createDirectories(folder.resolve("store/echo/20260102T030405.678Z"));
    for (String file : List.of("results.edn", "history.edn")) {
      Files.copy(ARTIFACTS.resolve("echo-rb-full").resolve(file), store.resolve(file));
    }
    Path lib = Files.createDirectories(folder.resolve("dist/lib"));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(lib.resolve("maelstrom.jar")))) {
      jar.putNextEntry(new JarEntry("META-INF/maven/maelstrom/maelstrom/pom.properties"));
      jar.write("groupId=maelstrom\nversion=0.2.4\n".getBytes(StandardCharsets.UTF_8));
    }

    int status =
        run(
            "capture",
            "--maelstrom",
            folder.resolve("dist/maelstrom").toString(),
            "--exit-status",
            "0",
            "--wall-seconds",
            "16",
            store.toString(),
            "--",
            "-w",
            "echo",
            "--time-limit",
            "10",
            "--",
            "--more");

    assertEquals(0, status, printed::toString);
    RunRecord run = RunReader.read(store);
    assertEquals("maelstrom", run.provenance().engine().orElseThrow());
    assertEquals("0.2.4", run.provenance().engineVersion().orElseThrow());
    assertEquals(16, run.provenance().wallSeconds().orElseThrow());
    assertEquals("--more", run.provenance().command().variant());
    assertEquals(213, run.figure("operations").orElseThrow());
    assertEquals(21.2, run.figure("ops-per-s").orElseThrow(), 1e-9, "one came after 10 s");
    assertTrue(run.figure("latency-echo-0.99").isPresent());
  }

  @Test
  void aRecordKnowsWhichOptionsTakeNoValue() {
    List<String> flags =
        new CommandLine(new TestArguments())
            .getCommandSpec().options().stream()
                .filter(option -> option.arity().max() == 0)
                .flatMap(option -> Stream.of(option.names()))
                .filter(name -> name.startsWith("--") && !name.equals("--help"))
                .toList();
    assertTrue(flags.contains("--compat"), flags::toString);
    for (String flag : flags) {
      TestCommandLine line = new TestCommandLine(List.of(flag, "--rate", "7"));
      assertEquals("7", line.option("--rate").orElse("none"), "after " + flag);
    }
  }

  @Test
  void aRunWithoutResultsKeepsHowItCameAbout() throws IOException {
    Path broken = Files.createDirectories(folder.resolve("kafka/20260102T030405.678Z"));
    assertEquals(1, run("capture", broken.toString(), "--", "-w", "kafka"));
    assertTrue(printed.toString().contains("the run broke off"), printed.toString());
    assertTrue(Files.readString(broken.resolve("run.json")).contains("\"kafka\""));
    assertFalse(Files.readString(broken.resolve("run.json")).contains("\"results\""));
  }
}

package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.cli.terminal.ExitStatus;
import glomers.cli.test.TestOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeCommandTest {
  private static final int SHARDS = 3;

  @TempDir private Path folder;
  private final List<String> shards = new ArrayList<>();
  private String said = "";

  private int command(String... words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int status = WorkbenchMain.run(out, TestOptions.Timing.USUAL, words);
    said = printed.toString(StandardCharsets.UTF_8);
    return status;
  }

  private int simulate(String seeds, String file, String... more) {
    List<String> words = new ArrayList<>(List.of("simulate", "--challenge", "unique-ids"));
    words.addAll(List.of("--seconds", "1", "--seed", "5", "--seeds", seeds));
    words.addAll(List.of("--json", folder.resolve(file).toString()));
    words.addAll(List.of(more));
    return command(words.toArray(String[]::new));
  }

  private int merge(List<String> files) {
    List<String> words = new ArrayList<>(List.of("merge"));
    files.forEach(file -> words.add(folder.resolve(file).toString()));
    return command(words.toArray(String[]::new));
  }

  @BeforeEach
  void makeShards() {
    for (int i = 1; i <= SHARDS; i++) {
      shards.add("shard-" + i);
      assertEquals(0, simulate("8", shards.getLast(), "--shard", i + "/" + SHARDS), said);
    }
  }

  private List<String> sortedRuns(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file)).stream().skip(1).sorted().toList();
  }

  @Test
  void mergedShardsAreTheWholeSweepRunForRun() throws IOException {
    assertEquals(ExitStatus.VALID, merge(shards), said);
    assertTrue(said.contains("8 of 8 runs of 1 s, from --seed 5 on, in 3 of 3 shards"), said);
    assertTrue(said.contains("unique-ids"), said);
    String digest =
        said.lines().filter(line -> line.startsWith("Digest")).findFirst().orElseThrow();
    assertEquals(0, simulate("8", "whole"), said);
    assertEquals(ExitStatus.VALID, merge(List.of("whole")), said);
    assertTrue(said.contains(digest), said);
    List<String> runs = new ArrayList<>();
    for (String shard : shards) {
      runs.addAll(sortedRuns(shard));
    }
    assertEquals(sortedRuns("whole"), runs.stream().sorted().toList());
  }

  @Test
  void aMissingShardIsNamedAndLeavesTheVerdictOpen() {
    assertEquals(ExitStatus.UNKNOWN, merge(List.of("shard-3", "shard-1")), said);
    assertTrue(said.contains("Missing shards: 2/3"), said);
    assertTrue(said.lines().noneMatch(line -> line.startsWith("Digest")), said);
  }

  @Test
  void anInterruptedShardIsNamedAndGoesOnWhereItWas() throws IOException {
    List<String> all = sortedRuns("shard-2");
    String text = Files.readString(folder.resolve("shard-2"));
    Files.writeString(folder.resolve("shard-2"), text.substring(0, text.length() - 3));
    assertEquals(ExitStatus.UNKNOWN, merge(shards), said);
    assertTrue(said.contains("Shard 2/3 is not finished: 1 of its runs are missing in "), said);
    assertEquals(0, simulate("8", "shard-2", "--shard", "2/3"), said);
    assertEquals(all, sortedRuns("shard-2"));
    assertEquals(ExitStatus.VALID, merge(shards), said);
  }

  @Test
  void aFailureDecidesThoughShardsAreMissing() throws IOException {
    Path file = folder.resolve("shard-1");
    Files.writeString(
        file,
        Files.readString(file).replace("\"VALID\",\"why\":\"\"", "\"INVALID\",\"why\":\"lost\""));
    assertEquals(ExitStatus.INVALID, merge(List.of("shard-1")), said);
    assertTrue(said.contains("FAILED, seed 5, unique-ids: lost"), said);
    assertTrue(said.contains("again: maelstrom/maelstrom simulate --seed 5 --seeds 1 "), said);
  }

  @Test
  void filesThatDoNotBelongTogetherAreRefusedInALine() throws IOException {
    Files.copy(folder.resolve("shard-1"), folder.resolve("copy"));
    refused(List.of("shard-1", "copy"), "are both shard 1/3");
    assertEquals(0, simulate("9", "other", "--shard", "2/3"), said);
    refused(List.of("shard-1", "other"), "are of different sweeps");
    String text = Files.readString(folder.resolve("shard-2"));
    Files.writeString(
        folder.resolve("newer"), text.replace("\"unpacked\"", "\"0123456789abcdef\""));
    refused(List.of("shard-1", "newer"), "were made by different builds");
    String run = text.lines().toList().getLast();
    Files.writeString(folder.resolve("twice"), text + run + "\n");
    refused(List.of("twice"), "or is there twice");
    Files.writeString(folder.resolve("words"), "words\n");
    refused(List.of("words"), "line 1 is not what simulate --json writes.");
    refused(List.of("nothing"), "there is no such file");
  }

  @Test
  void aLineThatWasEditedByHandIsRefused() throws IOException {
    Path file = folder.resolve("shard-1");
    String good = Files.readString(file);
    String subject = "\"subject\":\"unique-ids\"";
    assertTrue(good.contains(subject), good);
    Map<String, String> edits =
        Map.of(
            subject,
            "\"subject\":\"kafka-robust\"",
            "\"verdict\":\"VALID\"",
            "\"verdict\":0",
            "\"seed\":5,\"subject\"",
            "\"seed\":5.9,\"subject\"",
            "}\n",
            "} and more\n");
    for (Map.Entry<String, String> edit : edits.entrySet()) {
      Files.writeString(file, good.replace(edit.getKey(), edit.getValue()));
      if (!Files.readString(file).equals(good)) {
        assertEquals(ExitStatus.BAD_ARGUMENTS, merge(shards), edit + ": " + said);
        assertEquals(1, said.strip().lines().count(), said);
      }
    }
  }

  private void refused(List<String> files, String why) {
    assertEquals(ExitStatus.BAD_ARGUMENTS, merge(files), said);
    assertTrue(said.contains(why), said);
    assertEquals(1, said.lines().count(), said);
  }

  @Test
  void sharesThatMakeNoSenseAreRefusedInALine() {
    assertEquals(ExitStatus.BAD_ARGUMENTS, simulate("8", "new", "--shard", "4/3"), said);
    assertEquals("--shard 4/3: there are the shards 1 to 3.", said.strip());
    assertEquals(ExitStatus.BAD_ARGUMENTS, simulate("2", "new", "--shard", "1/3"), said);
    assertEquals("--seeds 2: that is not one for each of 3 shards.", said.strip());
    assertEquals(
        ExitStatus.BAD_ARGUMENTS, simulate("8", "new", "--shard", "1/3", "--shards", "4"), said);
    assertTrue(said.contains("--shard 1/3 is not one of --shards 4"), said);
    assertEquals(ExitStatus.BAD_ARGUMENTS, command("simulate", "--shard", "1/3"), said);
    assertTrue(said.contains("--seed is missing"), said);
    assertEquals(ExitStatus.BAD_ARGUMENTS, simulate("8", "shard-1", "--shard", "2/3"), said);
    assertTrue(said.contains("this is shard 1/3 of another sweep"), said);
    assertEquals(1, said.lines().count(), said);
  }
}

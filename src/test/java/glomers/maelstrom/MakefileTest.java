package glomers.maelstrom;

import static glomers.maelstrom.CopiedScripts.script;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glomers.ladder.OfficialCommand;
import glomers.maelstrom.CopiedScripts.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code make test-…} runs: the official commands, each with its own words for the node. */
class MakefileTest {
  private static final String RUN = "maelstrom/run-row target/runs/";

  @TempDir Path folder;
  private CopiedScripts scripts;

  @BeforeEach
  void layOut() throws IOException {
    assumeTrue(CopiedScripts.onPath("make").isPresent(), "make is not installed here");
    scripts = new CopiedScripts(folder.resolve("clone"));
    Files.copy(Path.of("Makefile"), scripts.path("Makefile"));
    Files.createFile(scripts.path("pom.xml"));
    Files.createDirectories(scripts.path("src/main"));
    Files.createDirectories(scripts.path("target"));
    Files.createFile(scripts.path("target/glomers.jar")); // newer than all that it is made from
  }

  @Test
  void helpIsWhatOneGetsWithoutSayingAnything() {
    Outcome outcome = scripts.run("make");
    assertEquals(0, outcome.status(), outcome.toString());
    for (String target :
        List.of("build", "test", "check", "test-echo", "test-broadcast", "test-all", "maelstrom")) {
      assertTrue(outcome.out().contains("make " + target + " "), target + ": " + outcome.out());
    }
  }

  @Test
  void theCommandsAreTheOfficialOnes() {
    assertEquals(
        """
        1 -w echo --bin maelstrom/bin/echo --node-count 1 --time-limit 10
        2 -w unique-ids --bin maelstrom/bin/unique-ids --node-count 3 --time-limit 30 --rate 1000\
         --availability total --nemesis partition
        3a -w broadcast --bin maelstrom/bin/broadcast --node-count 1 --time-limit 20 --rate 10 -- --rung plain
        3b -w broadcast --bin maelstrom/bin/broadcast --node-count 5 --time-limit 20 --rate 10 -- --rung plain
        3c -w broadcast --bin maelstrom/bin/broadcast --node-count 5 --time-limit 20 --rate 10\
         --nemesis partition -- --rung plain
        3d -w broadcast --bin maelstrom/bin/broadcast --node-count 25 --time-limit 20 --rate 100\
         --latency 100 -- --rung efficient
        3e -w broadcast --bin maelstrom/bin/broadcast --node-count 25 --time-limit 20 --rate 100\
         --latency 100 -- --rung efficient:3e
        3d-partition -w broadcast --bin maelstrom/bin/broadcast --node-count 25 --time-limit 20\
         --rate 100 --latency 100 --nemesis partition -- --rung efficient
        3e-partition -w broadcast --bin maelstrom/bin/broadcast --node-count 25 --time-limit 20\
         --rate 100 --latency 100 --nemesis partition -- --rung efficient:3e
        4 -w g-counter --bin maelstrom/bin/g-counter --node-count 3 --time-limit 20 --rate 100\
         --nemesis partition -- --rung plain
        5a -w kafka --bin maelstrom/bin/kafka --concurrency 2n --time-limit 20 --rate 1000\
         --commits monotonic --node-count 1 -- --rung plain
        5b -w kafka --bin maelstrom/bin/kafka --concurrency 2n --time-limit 20 --rate 1000\
         --commits monotonic --node-count 2 -- --rung plain
        5c -w kafka --bin maelstrom/bin/kafka --concurrency 2n --time-limit 20 --rate 1000\
         --commits monotonic --node-count 2 -- --rung efficient
        6a -w txn-rw-register --bin maelstrom/bin/txn --concurrency 2n --time-limit 20 --rate 1000\
         --node-count 1 --consistency-models read-uncommitted --availability total\
         -- --rung plain
        6b -w txn-rw-register --bin maelstrom/bin/txn --concurrency 2n --time-limit 20 --rate 1000\
         --node-count 2 --consistency-models read-uncommitted -- --rung plain
        6b-partition -w txn-rw-register --bin maelstrom/bin/txn --concurrency 2n --time-limit 20\
         --rate 1000 --node-count 2 --consistency-models read-uncommitted --availability total\
         --nemesis partition -- --rung plain
        6c -w txn-rw-register --bin maelstrom/bin/txn --concurrency 2n --time-limit 20 --rate 1000\
         --node-count 2 --consistency-models read-committed --availability total\
         --nemesis partition -- --rung plain
        g-set -w g-set --bin maelstrom/bin/g-set --node-count 5 --time-limit 20 --rate 10\
         --nemesis partition
        pn-counter -w pn-counter --bin maelstrom/bin/pn-counter --node-count 3 --time-limit 20\
         --rate 10 --nemesis partition -- --rung plain
        """,
        String.join("\n", rows("test-all")) + "\n");
  }

  @Test
  void eachStepOfTheConsistencyLadderIsJudgedByItsOwnModel() {
    String step =
        " --bin maelstrom/bin/txn --concurrency 2n --node-count 5 --time-limit 10 --rate 100"
            + " --nemesis partition --consistency-models ";
    List<String> expected = new ArrayList<>();
    for (String row :
        List.of(
            "read-uncommitted read-uncommitted --availability total",
            "read-committed read-committed --availability total",
            "read-atomic read-atomic --availability total",
            "causal causal-cerone --availability total",
            "snapshot-isolation snapshot-isolation",
            "serializable serializable",
            "strict-serializable strict-serializable")) {
      String[] parts = row.split(" ", 2);
      String rest = step + parts[1] + " -- --rung " + parts[0];
      expected.add(parts[0] + " -w txn-rw-register" + rest);
      if (!List.of("read-uncommitted", "read-committed", "read-atomic", "causal")
          .contains(parts[0])) {
        expected.add(parts[0] + "-lists -w txn-list-append" + rest);
      }
    }
    assertEquals(expected, rows("test-txn-ladder"));
    assertEquals(List.of("causal"), names("test-txn-causal"));
    assertEquals(List.of("serializable", "serializable-lists"), names("test-txn-serializable"));
  }

  @Test
  void theLadderMeasuresTheOfficialCommands() {
    for (OfficialCommand command : OfficialCommand.values()) {
      String row =
          rows("test-all").stream()
              .filter(line -> line.startsWith(command.label() + " "))
              .findFirst()
              .orElseThrow();
      for (int i = 0; i < command.options().size(); i += 2) {
        String option = command.options().get(i) + " " + command.options().get(i + 1) + " ";
        assertTrue(row.contains(option), command + ": " + option + "is not in " + row);
      }
    }
  }

  @Test
  void eachTargetRunsItsOwnRows() {
    assertEquals(List.of("3a", "3b", "3c", "3d", "3e"), names("test-broadcast"));
    assertEquals(List.of("3e-partition"), names("test-broadcast-3e-partition"));
    assertEquals(List.of("5a", "5b", "5c"), names("test-kafka"));
    assertEquals(List.of("5c"), names("test-kafka-5c"));
    assertEquals(List.of("6b", "6b-partition"), names("test-txn-6b"));
    assertEquals(List.of("pn-counter"), names("test-pn-counter"));
    assertEquals(List.of("lin-kv"), names("test-lin-kv"));
  }

  @Test
  void variablesReplaceWhatTheOfficialCommandSaysAndSwitchItsLimitsOff() {
    assertEquals(
        List.of(
            "3d -w broadcast --bin maelstrom/bin/broadcast --node-count '5' --time-limit '7' --rate"
                + " '33' --latency '10' --nemesis 'partition' --topology 'line' --nemesis-interval"
                + " '3' --loss '0.1' --duplicate '0.2' --log-stderr -- --rung efficient --more words"),
        rows(
            "test-broadcast-3d",
            "NODES=5",
            "TIME_LIMIT=7",
            "RATE=33",
            "LATENCY=10",
            "NEMESIS=partition",
            "TOPOLOGY=line",
            "NEMESIS_INTERVAL=3",
            "LOSS=0.1",
            "DUPLICATE=0.2",
            "ARGS=--log-stderr",
            "NODE_ARGS=--more words"));
    assertTrue(makeN("test-broadcast-3d", "NODES=5").contains("--no-limits"));
    assertTrue(!makeN("test-broadcast-3d", "TIME_LIMIT=5").contains("--no-limits"));
  }

  @Test
  void theNemesisCanBeSentAwayAndVariantsChosen() {
    assertTrue(!rows("test-g-counter", "NEMESIS=none").get(0).contains("nemesis"));
    assertTrue(rows("test-g-counter", "RUNG=robust").get(0).endsWith("-- --rung 'robust'"));
    assertTrue(rows("test-txn-6c", "RUNG=robust:max-value").get(0).endsWith("'robust:max-value'"));
    assertTrue(rows("test-broadcast-3e", "RUNG=plain").get(0).endsWith("-- --rung 'plain'"));
    assertTrue(rows("test-broadcast-3e", "RUNG=efficient").get(0).endsWith("--rung efficient:3e"));
    assertTrue(!rows("test-g-set", "RUNG=robust").get(0).contains("rung"), "has none");
  }

  @Test
  void aRungIsTriedOnEachProgramOfATargetBeforeItsFirstRow() {
    String steps = makeN("test-all", "RUNG=efficient");
    for (String program : List.of("broadcast", "g-counter", "kafka", "txn")) {
      String trial = "maelstrom/bin/" + program + " --rung 'efficient' </dev/null || exit 1;";
      assertEquals(2, steps.split(Pattern.quote(trial), -1).length, steps);
      assertTrue(steps.indexOf(trial) < steps.indexOf("maelstrom/run-row "), steps);
    }
    assertFalse(steps.contains("maelstrom/bin/echo --rung"), "it has none");
    assertFalse(makeN("test-all").contains("</dev/null"));
  }

  @Test
  void theVariablesOfFormerVersionsAreRefusedWithTheirSuccessor() {
    Map<String, String> successors =
        Map.of(
            "COUNTER=crdt", "say RUNG=efficient",
            "LOG=cas", "say RUNG=robust",
            "MERGE=max-value", "say RUNG=robust:max-value",
            "PRESET=none", "say RUNG=robust");
    successors.forEach((former, successor) -> {
      Outcome outcome = scripts.run("make", "-n", "test-g-counter", former);
      assertEquals(2, outcome.status(), outcome.toString());
      assertTrue(outcome.err().contains(successor), outcome.err());
    });
  }

  @Test
  void aBuildLeavesTheJarOfARunThatGoesOnAsItIs() throws IOException {
    standIns();
    Path jar = Files.writeString(scripts.path("target/glomers.jar"), "old");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    Path maven =
        script(
            folder.resolve("mvn"),
            "for word; do case $word in -Dglomers.jar=*) name=${word#*=}; esac; done\n"
                + "echo library >target/${name-glomers}-library.jar\n"
                + "echo new >target/${name-glomers}.jar");
    try (InputStream running = Files.newInputStream(jar)) {
      Outcome outcome = scripts.run("make", "target/glomers.jar", "MVN=" + maven);
      assertEquals(0, outcome.status(), outcome.toString());
      assertEquals("old", new String(running.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertEquals("new\n", Files.readString(jar));
  }

  @Test
  void checkJdk21BuildsTestsAndRunsAClusterOnThatJdk() throws IOException {
    Path home = jdk21();
    Outcome outcome =
        scripts.run(folder, Map.of(), make("check-jdk21", "-n", "JAVA_HOME_21=" + home));
    assertEquals(0, outcome.status(), outcome.toString());
    List<String> steps = List.of("rm -rf target", "maelstrom/prepare", " test\n", RUN);
    assertEquals(
        steps, steps.stream().filter(outcome.out()::contains).toList(), outcome.toString());
    assertTrue(outcome.out().contains("on the JDK 21 in " + home), outcome.toString());
    assertTrue(outcome.out().contains(" 3c -w broadcast "), outcome.out());
    assertEquals("", outcome.err());
  }

  @Test
  void checkJdk21HandsThatJdkToEachStep() throws IOException {
    Path home = jdk21();
    Path maven = script(folder.resolve("mvn"), "echo \"JDK [$JAVA_HOME] for: $*\"; exit 1");
    Outcome outcome =
        scripts.run(
            folder,
            Map.of("JAVA_HOME", "/nowhere"),
            make("check-jdk21", "JAVA_HOME_21=" + home, "MVN=" + maven));
    assertEquals(2, outcome.status(), outcome.toString());
    assertTrue(outcome.out().contains("JDK [" + home + "] for: -B -ntp -q"), outcome.toString());
    assertEquals(
        1, outcome.out().split("JDK \\[", -1).length - 1, "what fails ends it: " + outcome);
  }

  private Path jdk21() throws IOException {
    Path home = folder.resolve("jdk 21");
    script(home.resolve("bin/java"), "exit 1");
    script(home.resolve("bin/javac"), "exit 1");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
    return home;
  }

  @Test
  void checkJdk21SaysInOneLineHowToGetOneWhereThereIsNone() throws IOException {
    Path bin =
        CopiedScripts.pathOf(
            folder.resolve("bin"), "find", "sed", "tr", "sort", "head", "readlink");
    Outcome outcome =
        scripts.run(
            folder,
            Map.of("JAVA_HOME", "", "JAVA_HOME_21", "", "JDK_PLACES", "/nowhere", "PATH", bin + ""),
            make("check-jdk21"));
    assertEquals(2, outcome.status(), outcome.toString());
    List<String> said = outcome.err().lines().filter(line -> !line.startsWith("make")).toList();
    assertEquals(1, said.size(), outcome.err());
    assertTrue(said.get(0).contains("No JDK 21 found"), outcome.err());
    assertTrue(said.get(0).contains("apt install openjdk-21-jdk"), outcome.err());
    assertTrue(outcome.err().contains("check-jdk21] Error 1"), outcome.err());
    assertEquals("", outcome.out());
  }

  /** What a shell, make or sed might take for its own. */
  private static final String NASTY = "it's \"a  b\" $HOME $$ `x` \\ ; # * ~ & | < (c) {d,e}";

  /** Each variable that is a value, with a target that uses it. */
  private static final Map<String, String> USED_BY =
      Map.ofEntries(
          Map.entry("RATE", "test-echo"),
          Map.entry("TIME_LIMIT", "test-echo"),
          Map.entry("NODES", "test-echo"),
          Map.entry("LATENCY", "test-echo"),
          Map.entry("TOPOLOGY", "test-echo"),
          Map.entry("NEMESIS", "test-echo"),
          Map.entry("NEMESIS_INTERVAL", "test-echo"),
          Map.entry("LOSS", "test-echo"),
          Map.entry("DUPLICATE", "test-echo"),
          Map.entry("REORDER", "test-echo"),
          Map.entry("SLOW", "test-echo"),
          Map.entry("PARTITIONS", "test-unique-ids"),
          Map.entry("RUNG", "test-g-counter"),
          Map.entry("SEED", "lessons"),
          Map.entry("SEEDS", "simulate"),
          Map.entry("SECONDS", "simulate"),
          Map.entry("CHALLENGE", "history"),
          Map.entry("FAULTS", "simulate"),
          Map.entry("LESSON", "why"),
          Map.entry("DIR", "new"),
          Map.entry("STORE", "report"),
          Map.entry("PORT", "serve"),
          Map.entry("RUN", "report"),
          Map.entry("A", "compare"),
          Map.entry("B", "compare"),
          Map.entry("FORMAT", "history"),
          Map.entry("BASELINE", "compare-baseline"),
          Map.entry("REPEAT", "bench"),
          Map.entry("PEER", "bench"));

  /** Programs that show the words they are given, one a line. */
  private void standIns() throws IOException {
    String show = "for word; do printf '[%s]\\n' \"$word\"; done";
    script(scripts.path("maelstrom/run-row"), show);
    script(scripts.path("maelstrom/new"), show);
    script(scripts.path("maelstrom/prepare"), "exit");
    script(scripts.path("maelstrom/find-jdk"), "echo '" + folder + "/a jdk'");
    Path java = script(folder.resolve("a jdk/bin/java"), show);
    Files.writeString(scripts.path("target/launch.env"), "java='" + java + "'\nworkbench_flags=\n");
  }

  @Test
  void everyVariableArrivesAsItWasGiven() throws IOException {
    standIns();
    Set<String> values = new TreeSet<>(List.of(variables("VALUES").split(" +")));
    values.removeAll(List.of("ENGINE", "GATHER")); // one of few words; a flag
    assertEquals(values, new TreeSet<>(USED_BY.keySet()));
    for (String variable : values) {
      List<String> words = new ArrayList<>(List.of(USED_BY.get(variable)));
      words.add(variable + "=" + NASTY);
      if (variable.equals("B")) {
        words.add("A=x");
      }
      if (words.get(0).equals("bench")) {
        words.add("MVN=true"); // nothing to compile
      }
      Outcome outcome =
          scripts.run(folder, Map.of("ENGINE", "workbench"), make(words.toArray(String[]::new)));
      assertEquals(0, outcome.status(), variable + ": " + outcome);
      assertTrue(outcome.out().contains("[" + NASTY + "]\n"), variable + ": " + outcome);
    }
  }

  @Test
  void wordsMayHaveQuotesAroundThem() throws IOException {
    standIns();
    for (String target :
        List.of(
            "test-echo",
            "simulate",
            "scale",
            "compare",
            "history",
            "compare-baseline",
            "baseline")) {
      Outcome outcome =
          scripts.run(
              folder,
              Map.of("ENGINE", "workbench"),
              make(target, "ARGS=--x 'a \"b\" $c;' \"d 'e'\" f=ü"));
      assertEquals(0, outcome.status(), outcome.toString());
      assertTrue(
          outcome.out().contains("[--x]\n[a \"b\" $c;]\n[d 'e']\n[f=ü]\n"),
          target + ": " + outcome);
    }
    Outcome words = scripts.run(folder, Map.of(), make("test-echo", "NODE_ARGS='a  b' c"));
    assertTrue(words.out().contains("[--]\n[a  b]\n[c]\n"), words.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's",
        "a \"b",
        "a;b",
        "a|b",
        "a&b",
        "$HOME",
        "\"$HOME\"",
        "`a`",
        "a > b",
        "#a",
        "*",
        "(a)",
        "a\\ b"
      })
  void wordsThatAShellWouldTakeForMoreAreRefusedInOneLine(String words) {
    for (String variable : List.of("ARGS", "NODE_ARGS", "MVN")) {
      Outcome refused = scripts.run(folder, Map.of(), make("test-echo", variable + "=" + words));
      assertEquals(2, refused.status(), refused.toString());
      assertEquals(1, refused.err().lines().count(), refused.err());
      assertTrue(refused.err().contains(variable + "=" + words + " has a quote"), refused.err());
      assertEquals("", refused.out());
    }
  }

  @Test
  void whatCannotBeMeantIsRefusedInOneLine() {
    Outcome mistyped = scripts.run(folder, Map.of(), make("test-echo", "NEMSIS=partition"));
    assertEquals(2, mistyped.status());
    assertEquals(1, mistyped.err().lines().count(), mistyped.err());
    assertTrue(mistyped.err().contains("NEMSIS= is no variable"), mistyped.err());

    Outcome broken = scripts.run(folder, Map.of(), make("test-echo", "RATE=1\n2"));
    assertEquals(2, broken.status());
    assertEquals(1, broken.err().lines().count(), broken.err());
    assertTrue(broken.err().contains("RATE may not have a line break"), broken.err());

    Outcome half = scripts.run(folder, Map.of(), make("compare", "B=3d"));
    assertTrue(half.err().contains("say A= too"), half.toString());
  }

  @Test
  void aFileMayBeNamedFromTheHomeFolderOn() throws IOException {
    standIns();
    Outcome outcome =
        scripts.run(
            folder, Map.of("HOME", "/home of/me"), make("report", "STORE=~/my store", "RUN=a~/b"));
    assertTrue(outcome.out().contains("[/home of/me/my store]\n[a~/b]"), outcome.toString());
  }

  @Test
  void aStoreOfOnesOwnIsForRunsAsWell() {
    assertTrue(rows("test-echo", "STORE=my store").get(0).endsWith("--store 'my store'"));
    assertTrue(!rows("test-echo", "STORE=store").get(0).contains("--store"));
  }

  @Test
  void aRowIsShownAsAShellWouldHaveToBeGivenIt() throws IOException {
    script(scripts.path("maelstrom/maelstrom"), "exit 254");
    String run = scripts.path("maelstrom/run-row").toString();
    Outcome outcome =
        scripts.run(folder, Map.of(), run, "r.tsv", "1", "-w", "echo", "", "it's a", "2n,b=~/x");
    assertEquals("== 1: maelstrom test -w echo '' 'it'\\''s a' 2n,b=~/x\n", outcome.out());
  }

  /** What the Makefile sets a variable to. */
  private static String variables(String name) throws IOException {
    Matcher assigned =
        Pattern.compile("(?m)^" + name + " = ((?:.*\\\\\\n)*.*)$")
            .matcher(Files.readString(Path.of("Makefile")));
    assertTrue(assigned.find(), name);
    return assigned.group(1).replaceAll("\\\\\\n", " ").strip();
  }

  @Test
  void whatOnlyTheWorkbenchKnowsIsNotAskedOfMaelstrom() throws IOException {
    assertTrue(rows("test-kafka-5a").get(0).contains(" --commits monotonic "));
    script(scripts.path("maelstrom/dist/maelstrom"), "exit 0");
    List<String> real = rows("test-kafka", "ENGINE=maelstrom");
    assertEquals(3, real.size());
    assertTrue(real.stream().noneMatch(row -> row.contains("--commits")), real.toString());
  }

  @Test
  void theEngineIsChosenOnceAndAnUnknownOneStopsEverything() {
    Outcome refused = scripts.run(folder, Map.of(), make("test-all", "ENGINE=turbo"));
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("ENGINE=turbo is unknown"), refused.err());
    assertEquals("", refused.out());

    Outcome automatic = scripts.run(folder, Map.of(), make("test-all", "-n"));
    assertEquals(
        1,
        automatic.err().lines().filter(line -> line.startsWith("engine:")).count(),
        automatic.err());
  }

  @Test
  void aRowThatFailsDoesNotKeepTheNextFromRunningAndAllAreNotedForTheTable() throws IOException {
    // A Maelstrom that fails its first run, and leaves a store.
    script(
        scripts.path("maelstrom/maelstrom"),
        """
        mkdir -p $7/$3/run-$8 && ln -sfn run-$8 $7/$3/latest
        [ $8 = 9 ]\
        """);
    script(
        folder.resolve("rows"),
        """
        file=$PWD/rows.tsv
        run=%s
        $run "$file" 3a -w broadcast --bin x --store store 8 || exit
        $run "$file" 3b -w broadcast --bin x --store there 9 || exit\
        """
            .formatted(scripts.path("maelstrom/run-row")));
    Outcome outcome = scripts.run(folder, Map.of(), "./rows");
    assertEquals(0, outcome.status(), outcome.toString());
    assertEquals(
        "== 3a: maelstrom test -w broadcast --bin x --store store 8\n"
            + "== 3b: maelstrom test -w broadcast --bin x --store there 9\n",
        outcome.out());
    List<String[]> rows =
        Files.readAllLines(folder.resolve("rows.tsv")).stream()
            .map(line -> line.split("\t", -1))
            .toList();
    assertEquals(List.of("3a", "1"), List.of(rows.get(0)).subList(0, 2));
    assertEquals(List.of("3b", "0"), List.of(rows.get(1)).subList(0, 2));
    assertTrue(rows.get(0)[3].endsWith("store/broadcast/run-8"), rows.get(0)[3]);
    assertTrue(rows.get(1)[3].endsWith("there/broadcast/run-9"), rows.get(1)[3]);
  }

  @Test
  void aRunThatWasRefusedHasNoStoreAndOneThatWasInterruptedHasNoNext() throws IOException {
    Files.createDirectories(folder.resolve("store/echo/old"));
    Files.createSymbolicLink(folder.resolve("store/echo/latest"), Path.of("old"));
    String run = scripts.path("maelstrom/run-row").toString();

    script(scripts.path("maelstrom/maelstrom"), "exit 254");
    assertEquals(0, scripts.run(folder, Map.of(), run, "r.tsv", "1", "-w", "echo").status());
    String row = Files.readString(folder.resolve("r.tsv"));
    assertTrue(row.matches("1\t254\t\\d+\t\n"), row);

    script(scripts.path("maelstrom/maelstrom"), "exit 130");
    assertEquals(130, scripts.run(folder, Map.of(), run, "r.tsv", "1", "-w", "echo").status());
  }

  private List<String> names(String target) {
    return rows(target).stream().map(row -> row.substring(0, row.indexOf(' '))).toList();
  }

  /** The rows that make would run: name and arguments, single spaces between them. */
  private List<String> rows(String target, String... variables) {
    List<String> rows = new ArrayList<>();
    for (String command : makeN(target, variables).split(";|\n")) {
      if (command.strip().startsWith(RUN)) {
        rows.add(
            command
                .strip()
                .replaceFirst("^\\S+ \\S+ ", "")
                .replaceFirst(" *\\|\\| exit$", "")
                .replaceAll(" +", " "));
      }
    }
    return rows;
  }

  private String makeN(String target, String... variables) {
    Outcome outcome =
        scripts.run(
            folder,
            Map.of("ENGINE", "workbench"),
            Stream.concat(Arrays.stream(make(target, "-n")), Arrays.stream(variables))
                .toArray(String[]::new));
    assertEquals(0, outcome.status(), outcome.toString());
    return outcome.out();
  }

  private String[] make(String... words) {
    return Stream.concat(
            Stream.of("make", "--no-print-directory", "-C", scripts.path("").toString()),
            Arrays.stream(words))
        .toArray(String[]::new);
  }
}

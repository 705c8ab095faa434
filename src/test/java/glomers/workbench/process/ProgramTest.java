package glomers.workbench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
  @TempDir private Path folder;

  private Path script(String text) throws IOException {
    Path script = Files.writeString(folder.resolve("node"), text);
    assertTrue(script.toFile().setExecutable(true));
    return script;
  }

  private static void problem(String expected, Path program) {
    Optional<String> problem = Program.problem(program, System.getenv("PATH"));
    assertTrue(problem.isPresent(), program + " should not pass");
    assertTrue(problem.get().contains(expected), problem.get());
    assertEquals(1, problem.get().lines().count(), "one line");
  }

  @Test
  void aScriptWithAnInterpreterPasses() throws IOException {
    Path script = script("#!/bin/sh\nexit\n");
    assertEquals(Optional.empty(), Program.problem(script, System.getenv("PATH")));
    script = script("#!/usr/bin/env -S sh -e\nexit\n");
    assertEquals(Optional.empty(), Program.problem(script, System.getenv("PATH")));
  }

  @Test
  void whatIsNotThereIsNamedWithWhereItWasLookedFor() {
    problem("there is no such file (looked for /", folder.resolve("nothing"));
    problem(Path.of("").toAbsolutePath().toString(), Path.of("nothing-of-this-name"));
  }

  @Test
  void aDirectoryIsNoProgram() {
    problem("this is a directory", folder);
  }

  @Test
  void aFileMustBeExecutable() throws IOException {
    Path script = script("#!/bin/sh\n");
    assertTrue(script.toFile().setExecutable(false, false));
    problem("not executable; try: chmod +x " + script, script);
  }

  @Test
  void anEmptyFileIsNoProgram() throws IOException {
    problem("empty", script(""));
  }

  @Test
  void theInterpreterMustBeThere() throws IOException {
    problem("\"/no/such/interpreter\"", script("#!/no/such/interpreter -x\n"));
  }

  @Test
  void whatEnvIsToFindMustBeOnThePath() throws IOException {
    problem(
        "\"nosuchlanguage\", which is not on the PATH", script("#!/usr/bin/env nosuchlanguage\n"));
  }

  @Test
  void windowsLineEndsAreRecognised() throws IOException {
    problem("ends as on Windows", script("#!/bin/sh\r\nexit\r\n"));
    problem("ends as on Windows", script("#!/usr/bin/env python3\r\nexit\r\n"));
    problem("ends as on Windows", script("#!/bin/sh\rexit\r"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import sys\n",
        "\n#!/bin/sh\n",
        " #!/bin/sh\n",
        "# !/bin/sh\n",
        "//usr/bin/env node\n",
        "<?php\r\n",
        "λ"
      })
  void aFirstLineThatDoesNotSayWhatRunsItIsShown(String text) throws IOException {
    problem(
        "its first line must name what runs it, such as #!/usr/bin/env python3; it is: "
            + text.split("\\R", 2)[0],
        script(text));
  }

  @Test
  void aFirstLineThatNeverEndsIsCut() throws IOException {
    problem("it is: " + "x".repeat(60) + "…", script("x".repeat(100_000)));
  }

  @Test
  void aByteOrderMarkIsNamed() throws IOException {
    problem("begins with a byte order mark", script("\uFEFF#!/bin/sh\n"));
    Path wide = script("");
    Files.write(wide, "\uFEFF#!/bin/sh\n".getBytes(StandardCharsets.UTF_16LE));
    problem("save the file as UTF-8", wide);
    Files.write(wide, "\uFEFF#!/bin/sh\n".getBytes(StandardCharsets.UTF_16BE));
    problem("save the file as UTF-8", wide);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#!/usr/bin/env -S nosuchlanguage -u",
        "#!/usr/bin/env -Snosuchlanguage -u",
        "#!/usr/bin/env -iS nosuchlanguage",
        "#!/usr/bin/env --split-string=nosuchlanguage -u",
        "#!/usr/bin/env -S -u HOME nosuchlanguage",
        "#!/usr/bin/env -S LANG=C nosuchlanguage",
        "#!/usr/bin/env LANG=C",
        "#!/usr/bin/env -S \"/opt/my language/bin/x\" -u",
        "#! /bin/sh",
        "#!/bin/sh -e "
      })
  void whatEnvMakesOfItsOptionsIsLeftToTheSystem(String line) throws IOException {
    assertEquals(
        Optional.empty(), Program.problem(script(line + "\n"), System.getenv("PATH")), line);
  }

  @Test
  void severalWordsForEnvNeedAnOptionOnLinux() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    problem("write #!/usr/bin/env -S sh -e", script("#!/usr/bin/env sh -e\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7f454c4602010100", "cffaedfe07000001", "4d5a9000", "0061736d01000000"})
  void whatIsNoTextIsLeftToTheSystem(String bytes) throws IOException {
    Path binary = script("");
    Files.write(binary, HexFormat.of().parseHex(bytes));
    assertEquals(Optional.empty(), Program.problem(binary, System.getenv("PATH")));
  }

  @Test
  void aFirstLineOfNothingIsNoCrash() throws IOException {
    problem("names the interpreter \"\"", script("#!\n"));
    problem("names the interpreter", script("#!\0\n"));
    problem("names the interpreter \"/tmp\"", script("#!/tmp\n"));
  }
}

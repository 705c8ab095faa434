package glomers.workbench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  }
}

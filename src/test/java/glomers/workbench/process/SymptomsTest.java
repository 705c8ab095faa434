package glomers.workbench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines that say why a program failed, as the runtimes of several languages print them. */
class SymptomsTest {
  private static List<String> of(String log) {
    Symptoms symptoms = new Symptoms();
    log.lines().forEach(symptoms::add);
    for (int i = 0; i < 100; i++) {
      symptoms.add("    at frame " + i);
    }
    return symptoms.lines();
  }

  @Test
  void goPanicsAndFatalErrors() {
    assertEquals(
        List.of("panic: runtime error: index out of range [3] with length 3"),
        of("listening\npanic: runtime error: index out of range [3] with length 3\n\ngoroutine 1"));
    assertEquals(
        List.of("fatal error: all goroutines are asleep - deadlock!"),
        of("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:"));
  }

  @Test
  void pythonSaysItInTheLastLineOfATraceback() {
    assertEquals(
        List.of("Traceback (most recent call last):", "KeyError: 'dest'"),
        of(
            "Traceback (most recent call last):\n  File \"n.py\", line 3\n    m[1]\nKeyError: 'dest'"));
  }

  @Test
  void aPythonThreadIsNamed() {
    assertEquals(
        List.of("Exception in thread Thread-1 (run):", "ValueError: no"),
        of(
            "Exception in thread Thread-1 (run):\nTraceback (most recent call last):\n"
                + "  File \"n.py\", line 3\nValueError: no"));
  }

  @Test
  void ofSeveralTracebacksTheLastCounts() {
    assertEquals(
        List.of("Traceback (most recent call last):", "RuntimeError: second"),
        of(
            "Traceback (most recent call last):\n  x\nKeyError: 1\n\nDuring handling of the above"
                + " exception, another exception occurred:\n\nTraceback (most recent call last):\n"
                + "  y\nRuntimeError: second"));
  }

  @Test
  void rustHasTheMessageOnTheNextLine() {
    assertEquals(
        List.of("thread 'main' panicked at src/main.rs:4:5:", "no quorum"),
        of("thread 'main' panicked at src/main.rs:4:5:\nno quorum\nnote: run with"));
    assertEquals(
        List.of("thread 'main' panicked at 'no quorum', src/main.rs:4:5"),
        of("thread 'main' panicked at 'no quorum', src/main.rs:4:5\nnote: run with"));
  }

  @Test
  void javaHasTheRootAtTheLastCause() {
    assertEquals(
        List.of(
            "Exception in thread \"main\" java.lang.IllegalStateException: a",
            "Caused by: java.io.IOException: c"),
        of(
            "Exception in thread \"main\" java.lang.IllegalStateException: a\n\tat x.Y.z(Y.java:1)\n"
                + "Caused by: java.lang.RuntimeException: b\n\tat x.Y\nCaused by:"
                + " java.io.IOException: c"));
  }

  @Test
  void othersBeginALineWithTheErrorsName() {
    assertEquals(
        List.of("TypeError: Cannot read properties of undefined"),
        of("/n.js:3\n  x.y.z\n      ^\n\nTypeError: Cannot read properties of undefined"));
    assertEquals(
        List.of("node.sh: line 3: frob: command not found"),
        of("node.sh: line 3: frob: command not found"));
  }

  @Test
  void ordinaryLogLinesAreNoSymptoms() {
    assertEquals(
        List.of(), of("INFO no error so far\ngot error code 11 from n2\nwaiting for Exceptions"));
  }
}

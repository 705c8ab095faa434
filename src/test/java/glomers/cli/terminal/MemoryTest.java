package glomers.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.MemoryUsage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final long MB = 1 << 20;

  private static Optional<String> after(long used, long most) {
    return Memory.shortage(new MemoryUsage(0, used, used, most));
  }

  @Test
  void littleMemoryLeftIsNamedWithWhatToDo() {
    String warning = after(900 * MB, 1_000 * MB).orElseThrow();
    assertTrue(warning.startsWith("memory is short (900 of 1,000 MB in use): "), warning);
    assertTrue(warning.contains("-Xmx"), warning);
  }

  @Test
  void enoughMemoryIsNotMentioned() {
    assertEquals(Optional.empty(), after(500 * MB, 1_000 * MB));
    assertEquals(Optional.empty(), after(500 * MB, -1)); // no limit is known
  }

  @Test
  void whatIsLeftIsKnownOfThisVeryJvm() {
    System.gc();
    assertEquals(Optional.empty(), Memory.shortage());
  }
}

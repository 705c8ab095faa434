package glomers.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnippetTest {
  private static final List<String> SOURCE =
      """
      final class Adder {
        private int add(int a, int b) {
          if (a == 0) {
            return b;
          }
          return a + b;
        }

        /** Not shown. */
        private int twice(int a) {
          return add(a, a);
        }
      }
      """
          .lines()
          .toList();

  @Test
  void partsOfTheSourceInTheirOrderAreInItWhateverTheirIndentation() {
    assertTrue(
        snippet(
                """
                // Adder.java
                private int add(int a, int b) {
                  if (a == 0) {
                    return b;
                  }
                  return a + b;
                }

                private int twice(int a) {
                  return add(a, a);
                }
                """)
            .isIn(SOURCE));
  }

  @Test
  void aLineThatIsLeftOutOrChangedOrMovedIsNoticed() {
    assertFalse(
        snippet("// Adder.java\nprivate int add(int a, int b) {\nreturn a + b;\n}").isIn(SOURCE));
    assertFalse(snippet("// Adder.java\nprivate int twice(int a) {\n  return 2 * a;").isIn(SOURCE));
    assertFalse(
        snippet("// Adder.java\nprivate int twice(int a) {\n\nprivate int add(int a, int b) {")
            .isIn(SOURCE));
    assertFalse(snippet("// Adder.java").isIn(SOURCE), "nothing is no part");
  }

  @Test
  void thePresentLinesAreThoseOfTheMethodsThatAreShown() {
    assertEquals(
        """
        ```java
        // Adder.java
        private int twice(int a) {
          return add(a, a);
        }

        private int add(int a, int b) {
          if (a == 0) {
            return b;
          }
          return a + b;
        }

        … (there is no method thrice any more)
        ```
        """,
        snippet("// Adder.java\nint twice(long a) {\n}\n\nint add(int a) {\n}\n\nint thrice() {")
            .presentLines(SOURCE));
  }

  @Test
  void aBlockThatNamesNoFileIsNoSnippet() {
    assertEquals(Optional.empty(), Snippet.of(List.of("int a = 1;")));
    assertEquals(Optional.empty(), Snippet.of(List.of()));
  }

  private static Snippet snippet(String block) {
    return Snippet.of(block.lines().toList()).orElseThrow();
  }
}

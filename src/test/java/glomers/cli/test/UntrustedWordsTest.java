package glomers.cli.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glomers.cli.ShellNode;
import glomers.cli.WorkbenchMain;
import glomers.node.Body;
import glomers.node.Message;
import glomers.workbench.network.Envelope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says may be anything, and must not steer the terminal that it is shown on. */
class UntrustedWordsTest {
  private static final TestOptions.Timing SHORT =
      new TestOptions.Timing(Duration.ofMillis(300), Duration.ofSeconds(10));

  /** Clears the screen, by ESC [ and by the control character for both; and turns text around. */
  private static final String STEERING = "printf '\\tat\\033[2J\\302\\2332J\\342\\200\\256boo\\n'";

  private static final String SHOWN = "at\\u001b[2J\\u009b2J\\u202eboo";

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @BeforeEach
  void needsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh to run the nodes");
  }

  private int run(Path node, String... more) {
    String[] words = {
      "test",
      "-w",
      "echo",
      "--bin",
      node.toString(),
      "--node-count",
      "1",
      "--time-limit",
      "1",
      "--rate",
      "20",
      "--seed",
      "1",
      "--store",
      folder.resolve("store").toString(),
      "--log-stderr"
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return WorkbenchMain.run(out, SHORT, all);
  }

  private void isPlain(String... parts) {
    String text = printed.toString(StandardCharsets.UTF_8);
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "should say \"" + part + "\":\n" + text);
    }
    long steering =
        text.chars().filter(c -> c != '\n' && Character.isISOControl(c) || c == '\u202e').count();
    assertEquals(0, steering, text);
  }

  @Test
  void theLastWordsOfANodeThatDoesNotComeUp() {
    assertEquals(255, run(ShellNode.write(folder, STEERING + " >&2; exit 3", ":", ":")));
    isPlain("n0 stderr:     " + SHOWN, "stderr:\n      " + SHOWN);
  }

  @Test
  void theLastWordsOfANodeThatDies() {
    String dies = "[ $count != 5 ] || { " + STEERING + " >&2; exit 1; }; " + ShellNode.ECHO;
    assertEquals(1, run(ShellNode.write(folder, dies)));
    isPlain("stderr:\n      " + SHOWN);
    printed.reset();
    assertEquals(255, run(ShellNode.write(folder, dies), "--compat"));
    isPlain("stderr:\n      " + SHOWN);
  }

  @Test
  void aLineThatIsNoMessage() {
    assertEquals(1, run(ShellNode.write(folder, STEERING + "; " + ShellNode.ECHO)));
    isPlain(SHOWN);
  }

  @Test
  void messagesThatAreShownAsTheyAreSent() {
    Message message =
        new Message("n0", "\u001b[2J", Body.of("boo").put("text", "\u009b2J\u202e\u001b"));
    new PrintedMessages(out, true, false).sent(new Envelope(7, message, 0));
    isPlain("send 7 n0 -> \\u001b[2J ", "\\u009b2J\\u202e\\u001B");
  }
}

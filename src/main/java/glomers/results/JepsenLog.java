package glomers.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the first lines of Maelstrom's own log tell of how a run came about. */
final class JepsenLog {
  private static final int LINES = 200;
  private static final Pattern COMMIT =
      Pattern.compile("Test version ([0-9a-f]{7,64})( \\(plus uncommitted changes\\))?");
  private static final String COMMAND = "lein run test ";

  private JepsenLog() {}

  /** Reads them; nothing is known where there is no log. */
  static Provenance read(Path folder) throws IOException {
    Optional<StoredFile> log = StoredFile.find(folder, "jepsen.log");
    Optional<String> commit = Optional.empty();
    Optional<Boolean> dirty = Optional.empty();
    List<String> words = List.of();
    if (log.isPresent()) {
      try (Lines lines = log.get().lines()) {
        for (int i = 0; i < LINES; i++) {
          String line = lines.next();
          if (line == null) {
            break;
          }
          Matcher version = COMMIT.matcher(line);
          if (version.find()) {
            commit = Optional.of(version.group(1));
            dirty = Optional.of(version.group(2) != null);
          } else if (line.startsWith(COMMAND)) {
            words = words(line.substring(COMMAND.length()));
            break;
          }
        }
      }
    }
    Provenance none = Provenance.UNKNOWN;
    return new Provenance(
        none.challenge(),
        new TestCommandLine(words),
        log.map(any -> "maelstrom"),
        none.engineVersion(),
        none.seed(),
        commit,
        dirty,
        none.machine(),
        none.jdk(),
        none.started(),
        none.wallSeconds(),
        none.exitStatus());
  }

  /** Splits a line as a shell does, as far as Jepsen quotes: double quotes and backslashes. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
        begun = true;
      } else if (c == '"') {
        quoted = !quoted;
        begun = true;
      } else if (c == ' ' && !quoted) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}

package glomers.cli.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The one command that makes a simulated run happen again. */
public final class ReplayCommand {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");
  private static final Set<String> REPLACED = Set.of("--seed", "--test-count");

  private ReplayCommand() {}

  /**
   * The command, for a shell.
   *
   * @param words what stood behind {@code test}
   */
  static String of(List<String> words, long seed) {
    int end = words.contains("--") ? words.indexOf("--") : words.size();
    List<String> all = new ArrayList<>(List.of("maelstrom/maelstrom", "test"));
    for (int i = 0; i < end; i++) {
      String word = words.get(i);
      if (REPLACED.contains(word)) {
        i++; // and its value
      } else if (REPLACED.stream().noneMatch(option -> word.startsWith(option + "="))) {
        all.add(word);
      }
    }
    all.addAll(List.of("--seed", Long.toString(seed)));
    all.addAll(words.subList(end, words.size()));
    return quoted(all);
  }

  /** The words as a shell would have to be given them. */
  public static String quoted(List<String> words) {
    return words.stream().map(ReplayCommand::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

package glomers.cli.terminal;

import glomers.results.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Finds words that were meant as options but are none. Passed over, they would become words for the
 * nodes, names or values, and another experiment than the one that was asked for would be made.
 */
public final class Spelling {
  private static final int REPLACEMENT = 0xFFFD;

  /** What looks like a hyphen though Unicode does not count it among the dashes. */
  private static final String MORE_DASHES =
      "\u00ad\u02d7\u2043\u207b\u208b\u2212\u2500\u2501\u2796\u30fc\uff70";

  private final String command;
  private final List<String> options;

  public Spelling(CommandSpec command) {
    this.command = command.name();
    this.options = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      if (!option.hidden() && option.longestName().startsWith("--")) {
        options.add(option.longestName());
      }
    }
  }

  /** A line for each of these words that cannot have been meant as it stands. */
  public List<String> faults(List<String> words) {
    List<String> faults = new ArrayList<>();
    for (String word : words) {
      otherDash(word).or(() -> singleDash(word)).ifPresent(faults::add);
    }
    return faults;
  }

  /** A dash that no program knows: text from a web page or a word processor often has one. */
  private Optional<String> otherDash(String word) {
    int[] characters = word.codePoints().toArray();
    int first = 0;
    while (first < characters.length && isInvisible(characters[first])) {
      first++;
    }
    if (first == characters.length || !isDash(characters[first])) {
      return Optional.empty();
    }
    if (characters[first] == REPLACEMENT
        && !word.replaceFirst("^\ufffd+", "").startsWith("-")
        && !isNear(name(word))) {
      return Optional.empty(); // any letter that is not known here
    }
    boolean alone = word.equals("-");
    if (first == 0 && characters[0] == '-' && !alone) {
      return Optional.empty();
    }
    String begins =
        characters[first] == '-'
            ? alone ? "is a hyphen alone" : "begins with an invisible character"
            : characters[first] == REPLACEMENT
                ? "begins with a character that this locale does not know, perhaps a dash"
                : "begins with %s (U+%04X) where a plain hyphen belongs"
                    .formatted(Character.getName(characters[first]), characters[first]);
    return Optional.of(word + " " + begins + advice(word));
  }

  private String advice(String word) {
    String name = name(word);
    if (name.isEmpty() || Character.isDigit(name.codePointAt(0))) {
      return ": type it anew with plain hyphens.";
    }
    return "; " + suggestion(name);
  }

  /** {@code -nemesis}, which would be read as {@code -n emesis}: a node of that name. */
  private Optional<String> singleDash(String word) {
    if (word.length() < 3 || word.charAt(0) != '-' || word.charAt(1) == '-') {
      return Optional.empty();
    }
    String name = name(word);
    return isNear(name)
        ? Optional.of(word + " has one hyphen too few, or letters too many; " + suggestion(name))
        : Optional.empty();
  }

  /** A word that is an option but for its hyphens, such as {@code nemesis=pause}. */
  public Optional<String> withoutDashes(String word) {
    String name = name(word);
    boolean meant = word.startsWith(name) && options.contains("--" + name);
    return meant
        ? Optional.of(
            word
                + " is no option without its hyphens: write --"
                + name
                + ", or put it behind --"
                + " if it is meant for the nodes.")
        : Optional.empty();
  }

  /** What to say of an option that does not exist. */
  String unknown(String word) {
    return word + ": " + command + " has no such option; " + suggestion(name(word));
  }

  private String suggestion(String name) {
    Optional<String> nearest = Nearest.of("--" + name, options);
    if (nearest.isEmpty()) {
      return command + " takes no options.";
    }
    return nearest.get().equals("--" + name)
        ? "write " + nearest.get() + "."
        : "the nearest is " + nearest.get() + " (--help lists all).";
  }

  private boolean isNear(String name) {
    return options.stream()
        .anyMatch(option -> Nearest.distance("--" + name, option) <= (option.length() > 8 ? 2 : 1));
  }

  /** The word without what stands before its first letter or digit, and without its value. */
  private static String name(String word) {
    return word.replaceFirst("^[^\\p{L}\\p{N}]+", "").replaceFirst("(?s)[=\\s\\h].*", "");
  }

  private static boolean isDash(int character) {
    return Character.getType(character) == Character.DASH_PUNCTUATION
        || character == REPLACEMENT
        || MORE_DASHES.indexOf(character) >= 0;
  }

  private static boolean isInvisible(int character) {
    return MORE_DASHES.indexOf(character) < 0
        && (Character.isWhitespace(character)
            || Character.isSpaceChar(character)
            || Character.isISOControl(character)
            || Character.getType(character) == Character.FORMAT);
  }
}

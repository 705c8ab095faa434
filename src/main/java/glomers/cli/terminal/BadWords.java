package glomers.cli.terminal;

import glomers.results.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the words of a command line, in our own words. */
public final class BadWords {
  private BadWords() {}

  /** A line for each fault. */
  public static List<String> lines(ParameterException fault) {
    CommandLine command = fault.getCommandLine();
    if (fault instanceof UnmatchedArgumentException unmatched) {
      return unmatched(command, unmatched.getUnmatched());
    }
    if (fault instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing.getMissing().stream().map(BadWords::missing).toList();
    }
    if (fault.getArgSpec() != null && fault.getValue() != null) {
      return List.of(value(fault.getArgSpec(), fault.getValue()));
    }
    return List.of(fault.getMessage());
  }

  private static List<String> unmatched(CommandLine command, List<String> words) {
    if (command.getParent() == null) {
      String word = words.getFirst();
      String nearest =
          Nearest.of(word.replaceFirst("^-+", ""), command.getSubcommands().keySet()).orElseThrow();
      return List.of(word + ": there is no such command; the nearest is " + nearest + ".");
    }
    Spelling spelling = new Spelling(command.getCommandSpec());
    List<String> options =
        words.stream().filter(word -> word.startsWith("-")).map(spelling::unknown).toList();
    return options.isEmpty()
        ? List.of(words.getFirst() + ": " + command.getCommandName() + " has no use for this word.")
        : options;
  }

  private static String missing(ArgSpec argument) {
    return switch (argument) {
      case OptionSpec option ->
          option.longestName() + " needs a value: " + option.longestName() + " " + label(option);
      case PositionalParamSpec positional ->
          label(positional) + " is missing: " + String.join(" ", positional.description());
      default -> label(argument) + " is missing.";
    };
  }

  private static String value(ArgSpec argument, String value) {
    String name = argument instanceof OptionSpec option ? option.longestName() : label(argument);
    return name + " " + value + ": " + needed(argument.auxiliaryTypes()[0]);
  }

  private static String needed(Class<?> type) {
    List<Class<?>> whole = List.of(int.class, Integer.class, long.class, Long.class);
    if (whole.contains(type)) {
      boolean small = type == int.class || type == Integer.class;
      return "this must be a whole number, at most %,d."
          .formatted(small ? Integer.MAX_VALUE : Long.MAX_VALUE);
    }
    if (type == double.class || type == Double.class) {
      return "this must be a number, such as 5 or 0.5.";
    }
    if (type == Path.class) {
      return "this cannot be the name of a file here.";
    }
    return type == boolean.class ? "this option takes no value." : "this cannot be used.";
  }

  private static String label(ArgSpec argument) {
    return argument.paramLabel();
  }

  /**
   * The words that {@code command} is to understand itself, up to {@code --}.
   *
   * @param words all that follow its name
   */
  public static List<String> before(List<String> words) {
    int end = words.indexOf("--");
    return new ArrayList<>(end < 0 ? words : words.subList(0, end));
  }
}

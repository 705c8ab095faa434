package glomers.workbench.nemesis;

import glomers.workbench.history.Keyword;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What can be done to a cluster while it is tested, and every word about it: its option, how strong
 * a sweep makes it, how the history and the verdict name it. Command line, sweep and verdict go
 * through this list. A new fault of messages is a constant here and what the network does; a new
 * fault of nodes is a constant here and a {@link NodeFault}.
 */
public enum Fault {
  /** Messages between nodes and services are lost. */
  LOSS("is lost", "0.01", "0.05", "0.1"),
  /** They arrive twice. */
  DUPLICATE("arrives twice", "0.01", "0.1", "0.3"),
  /** They are held back, so that later ones overtake them. */
  REORDER("is held back, by up to 200 ms, so that later ones overtake it", "0.05", "0.3"),
  /** They take longer than a request usually waits. */
  SLOW("is slow", "0.01", "0.05"),
  /** The network falls apart and is mended, again and again. */
  PARTITION(
      new InHistory("start-partition", "stop-partition", "partition: %s", "partitions"),
      new Option(
          "--partitions",
          "LIST",
          String.class,
          "The shapes that --nemesis partition chooses from (default: Maelstrom's, which are"
              + " one,majority,minority-third,majorities-ring); also halves, one-way, ring, isolated."),
      "one,majority,minority-third,majorities-ring",
      "halves,one-way,ring,isolated"),
  /** Nodes are stopped where they stand, and go on later without knowing. */
  PAUSE(new InHistory("pause", "resume", "%s paused", "pauses of nodes"), null, ""),
  /** A node is killed and started anew: it is told {@code init} again, and nothing else. */
  CRASH(
      new InHistory(
          "crash", "restart", "%s crashed", "crashes of nodes, each with a start afterwards"),
      null,
      ""),
  /** Nodes' wall clocks jump, and all their clocks go faster or slower. In simulated time alone. */
  SKEW(
      new InHistory("skew-clock", "reset-clock", "clocks of %s skewed", "times of wrong clocks"),
      new Option(
          "--skew",
          "MS",
          Long.class,
          "How far off --nemesis skew sets clocks at most, in ms (default: 1000)."),
      "100",
      "1000",
      "60000"),
  /** A member is removed from the cluster and added again; only nodes with members know how. */
  MEMBERSHIP(
      new InHistory("remove-member", "add-member", "%s removed", "removals of members"), null, "");

  /** What takes longer is no part of a run, and too much for a clock in nanoseconds. */
  public static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final Optional<InHistory> inHistory;
  private final Optional<Option> option;
  private final List<String> strengths;

  /**
   * The option of {@code test} that says how strong a fault is.
   *
   * @param name with its dashes
   * @param label stands for its value
   */
  public record Option(String name, String label, Class<?> type, String description) {}

  /**
   * How a fault is told of that begins and ends.
   *
   * @param beginning the entry of the history when it begins; the report pairs {@code start-x} with
   *     {@code stop-x} by itself, and must be told of other words
   * @param ending the entry when it ends
   * @param now what is done at this moment, with a place for to whom
   * @param plural what the verdict counts
   */
  public record InHistory(Keyword beginning, Keyword ending, String now, String plural) {
    private InHistory(String beginning, String ending, String now, String plural) {
      this(Keyword.of(beginning), Keyword.of(ending), now, plural);
    }
  }

  /** Befalls a share of the messages, to the end of the run. */
  Fault(String share, String... strengths) {
    this.inHistory = Optional.empty();
    String what = "The share of messages between nodes and services that " + share + ", 0 to 1.";
    this.option = Optional.of(new Option("--" + label(), "P", double.class, what));
    this.strengths = List.of(strengths);
  }

  /** A nemesis does it: again and again, it begins and ends. */
  Fault(InHistory inHistory, Option option, String... strengths) {
    this.inHistory = Optional.of(inHistory);
    this.option = Optional.ofNullable(option);
    this.strengths = List.of(strengths);
  }

  /** The strongest that a sweep makes it. */
  public String strongest() {
    return strengths.getLast();
  }

  /** The name by which the command line knows it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What Maelstrom's main branch calls a crash. */
  private static final String KILL = "kill";

  /** The fault of this name; {@code kill} is a crash, as in Maelstrom's main branch. */
  public static Optional<Fault> named(String label) {
    String ours = label.equals(KILL) ? CRASH.label() : label;
    return Arrays.stream(values()).filter(fault -> fault.label().equals(ours)).findFirst();
  }

  /** The names of these faults, for a person. */
  public static String labels(Set<Fault> faults) {
    return faults.stream().map(Fault::label).collect(Collectors.joining(", "));
  }

  /** Those that {@code --nemesis} asks for by name: they begin and end, again and again. */
  public static Set<Fault> ofNemesis() {
    Set<Fault> faults = EnumSet.allOf(Fault.class);
    faults.removeIf(fault -> !fault.isNemesis());
    return faults;
  }

  /** Those that can be done to nodes of any kind. */
  public static Set<Fault> ofAnyNodes() {
    return EnumSet.complementOf(EnumSet.of(MEMBERSHIP));
  }

  /** Whether a nemesis does it. */
  public boolean isNemesis() {
    return inHistory.isPresent();
  }

  /** Whether a node to which it is done cannot answer meanwhile. */
  public boolean silences() {
    return this == PAUSE || this == CRASH;
  }

  /** Whether it goes on to the end of a run, and may keep a service from answering in time. */
  public boolean hindersToTheEnd() {
    return this == LOSS || this == SLOW;
  }

  /** Whether only a simulation can do it: processes share their machine's clock. */
  public boolean needsSimulation() {
    return this == SKEW;
  }

  /** The option that says how strong it is; empty if it just happens. */
  public Optional<Option> option() {
    return option;
  }

  /** The option and its value that make it so strong. */
  public List<String> options(String strength) {
    return option.map(each -> List.of(each.name(), strength)).orElse(List.of());
  }

  /** How strong it is in one run of a sweep: a value for its option. */
  public String draw(RandomGenerator random) {
    return strengths.get(random.nextInt(strengths.size()));
  }

  /**
   * The same faults with this one so strong. One of a nemesis is done only if it is asked for, too.
   *
   * @param strength the value of its option
   * @throws IllegalArgumentException if it cannot be that, which the message says in one line
   */
  public Faults with(Faults faults, String strength) {
    return switch (this) {
      case LOSS -> faults.withMessages(faults.messages().withLoss(share(strength)));
      case DUPLICATE -> faults.withMessages(faults.messages().withDuplicate(share(strength)));
      case REORDER -> faults.withMessages(faults.messages().withReorder(share(strength)));
      case SLOW -> faults.withMessages(faults.messages().withSlow(share(strength)));
      case PARTITION -> faults.withShapes(shapes(strength));
      case SKEW -> faults.withSkew(millis("--skew", wholeMillis(strength)));
      case PAUSE, CRASH, MEMBERSHIP ->
          throw new IllegalArgumentException(label() + " is done or not, and has no strength.");
    };
  }

  private double share(String text) {
    double share;
    try {
      share = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--%s %s is no number: say a share from 0 to 1, such as 0.1.".formatted(label(), text),
          e);
    }
    if (share >= 0 && share <= 1) {
      return share;
    }
    throw new IllegalArgumentException("--" + label() + " must be between 0 and 1.");
  }

  private static long wholeMillis(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--skew %s is no number: say whole milliseconds, such as 1000.".formatted(text), e);
    }
  }

  private static List<PartitionShape> shapes(String text) {
    List<PartitionShape> shapes = names(text).stream().map(PartitionShape::named).toList();
    if (shapes.isEmpty()) {
      throw new IllegalArgumentException("--partitions needs at least one shape.");
    }
    return shapes;
  }

  /** The names in a list on the command line: by commas, blanks or both. */
  public static List<String> names(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("[,\\s]+"));
  }

  /** What an option gives in ms, which must not be negative or more than a day. */
  public static Duration millis(String option, long millis) {
    if (millis < 0 || millis > DAY_MILLIS) {
      throw new IllegalArgumentException(
          "%s must be from 0 to %,d, a day in ms.".formatted(option, DAY_MILLIS));
    }
    return Duration.ofMillis(millis);
  }

  /** How it is told of; only what a nemesis does is. */
  public InHistory inHistory() {
    return inHistory.orElseThrow();
  }
}

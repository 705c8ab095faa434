package glomers.workbench.nemesis;

import glomers.workbench.network.MessageFaults;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All that is done to a cluster while it is tested: one value, so that it can be varied and made
 * smaller. Which messages, nodes and links are hit, and when, is the seed's choice; each kind draws
 * for itself, so that taking one away leaves the others as they were.
 *
 * @param messages what befalls single messages, to the end of the run
 * @param kinds what is done and undone during the main phase, each kind for itself
 * @param interval the mean time between a fault's beginning and its end, and the other way round
 * @param shapes the partitions to choose from
 * @param servicesToo whether a partition cuts services off as well
 * @param skew by how much a clock is off at most
 */
public record Faults(
    MessageFaults messages,
    Set<Fault> kinds,
    Duration interval,
    List<PartitionShape> shapes,
    boolean servicesToo,
    Duration skew) {

  /** Maelstrom's interval. */
  public static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);

  /** A second: more than a transaction takes, less than anybody sees. */
  public static final Duration USUAL_SKEW = Duration.ofSeconds(1);

  /** Nothing is done. */
  public static final Faults NONE =
      new Faults(
          MessageFaults.NONE,
          Set.of(),
          USUAL_INTERVAL,
          PartitionShape.MAELSTROMS,
          false,
          USUAL_SKEW);

  /** Refuses what no nemesis does, an interval of 0, no shape to choose from, a negative skew. */
  public Faults {
    if (!interval.isPositive() || shapes.isEmpty() || skew.isNegative()) {
      throw new IllegalArgumentException(
          "faults need an interval above 0, a shape of partitions, and a skew of 0 or more");
    }
    if (!kinds.stream().allMatch(Fault::isNemesis)) {
      throw new IllegalArgumentException(
          "messages are hit by the network, not a nemesis: " + kinds);
    }
    // In the order of their declaration, whatever set was given.
    Set<Fault> ordered = EnumSet.noneOf(Fault.class);
    ordered.addAll(kinds);
    kinds = Collections.unmodifiableSet(ordered);
    shapes = List.copyOf(shapes);
  }

  /** Whether nothing at all is done. */
  public boolean areNone() {
    return kinds.isEmpty() && messages.areNone();
  }

  /** Whether this is among what is done. */
  public boolean has(Fault kind) {
    return kinds.contains(kind);
  }

  /** The same with these kinds, and no other. */
  public Faults withKinds(Fault... these) {
    return withKinds(Arrays.asList(these));
  }

  /** The same with these kinds, and no other. */
  public Faults withKinds(Collection<Fault> these) {
    return new Faults(messages, Set.copyOf(these), interval, shapes, servicesToo, skew);
  }

  /** The same with something else befalling messages. */
  public Faults withMessages(MessageFaults other) {
    return new Faults(other, kinds, interval, shapes, servicesToo, skew);
  }

  /** The same at other intervals. */
  public Faults withInterval(Duration mean) {
    return new Faults(messages, kinds, mean, shapes, servicesToo, skew);
  }

  /** The same with other partitions to choose from. */
  public Faults withShapes(List<PartitionShape> these) {
    return new Faults(messages, kinds, interval, these, servicesToo, skew);
  }

  /** The same with partitions that cut services off, too, or spare them. */
  public Faults withServicesToo(boolean too) {
    return new Faults(messages, kinds, interval, shapes, too, skew);
  }

  /** The same with clocks that are off by this at most. */
  public Faults withSkew(Duration most) {
    return new Faults(messages, kinds, interval, shapes, servicesToo, most);
  }
}

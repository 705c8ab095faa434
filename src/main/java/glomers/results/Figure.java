package glomers.results;

import java.util.List;

/**
 * What a figure's name means. Names are those of the results with words joined by dashes: {@code
 * msgs-per-op}, {@code stable-0.95}, {@code latency-read-0.5}, {@code lost}.
 *
 * @param name how records call it
 * @param label what it is, in words
 * @param unit {@code ms}, {@code s}, {@code /s} or empty
 * @param better which way it should go
 * @param kind what sort of figure it is, which says how much it may vary without meaning
 */
public record Figure(String name, String label, String unit, Better better, Kind kind) {

  /** Which way a figure should go. */
  public enum Better {
    /** The less, the better. */
    LOWER,
    /** The more, the better. */
    HIGHER,
    /** It only describes the run. */
    NEITHER
  }

  /** Sorts of figures. */
  public enum Kind {
    /** What should be zero: a lost element, an anomaly. One more is one too many. */
    FAULT,
    /** A share of operations, 0 to 1. */
    SHARE,
    /** A count of operations or messages. */
    WORK,
    /** Operations a second. */
    RATE,
    /** Messages for each operation. */
    MESSAGES,
    /** A time of the middle of the run's operations. */
    USUAL_TIME,
    /** A time that few operations took, or one. */
    RARE_TIME
  }

  private static final List<Figure> KNOWN =
      List.of(
          work("operations", "operations", "", Better.HIGHER),
          work("ok", "operations that succeeded", "", Better.NEITHER),
          work("fail", "operations that failed", "", Better.NEITHER),
          work("info", "operations of unknown outcome", "", Better.NEITHER),
          new Figure("ok-fraction", "share that succeeded", "", Better.HIGHER, Kind.SHARE),
          new Figure("ops-per-s", "operations a second", "/s", Better.HIGHER, Kind.RATE),
          new Figure("msgs-per-op", "messages for each operation", "", Better.LOWER, Kind.MESSAGES),
          new Figure(
              "srv-msgs-per-op",
              "messages between nodes and services for each operation",
              "",
              Better.LOWER,
              Kind.MESSAGES),
          work("messages", "messages", "", Better.NEITHER),
          work("srv-messages", "messages between nodes and services", "", Better.NEITHER),
          work("dropped", "messages dropped by faults", "", Better.NEITHER),
          work("attempt", "elements added", "", Better.NEITHER),
          work("stable", "elements that stayed", "", Better.NEITHER),
          work("stale", "elements missed by a read at first", "", Better.NEITHER),
          work("attempted", "ids asked for", "", Better.NEITHER),
          work("acknowledged", "ids given", "", Better.HIGHER),
          work("final-read", "final reads", "", Better.NEITHER),
          work("outside-reads", "reads that missed acknowledged adds", "", Better.NEITHER),
          new Figure("late-s", "time lost by the workbench", "s", Better.NEITHER, Kind.WORK),
          new Figure(
              "all-workers-busy-s",
              "time for which every worker waited for replies",
              "s",
              Better.NEITHER,
              Kind.WORK),
          new Figure("worst-lag", "worst lag of a key", "s", Better.LOWER, Kind.RARE_TIME),
          fault("lost", "elements lost"),
          fault("never-read", "elements never read"),
          fault("duplicated", "duplicates"),
          fault("unexpected", "elements that nobody added"),
          fault("errors", "errors found by the checker"),
          fault("failures", "keys that failed"),
          fault("disagreements", "keys on which nodes disagree in the end"),
          fault("unwritten", "final values that nobody wrote"),
          fault("exceptions", "operations that threw"),
          fault("protocol-faults", "breaches of the protocol"));

  /** Says what a name means; one that is not known only describes the run. */
  public static Figure named(String name) {
    for (Figure figure : KNOWN) {
      if (figure.name.equals(name)) {
        return figure;
      }
    }
    if (name.startsWith("anomaly-")) {
      return fault(name, "cases of " + name.substring("anomaly-".length()));
    }
    if (name.startsWith("wake-up-delay-")) {
      return work(name, name.replace('-', ' '), "ms", Better.NEITHER);
    }
    int dash = name.lastIndexOf('-');
    for (String times : List.of("stable-", "latency-", "lost-latency-")) {
      if (name.startsWith(times) && dash > 0) {
        return time(name, dash);
      }
    }
    return work(name, name, "", Better.NEITHER);
  }

  /** Whether a busy machine makes it another one: a time, or how much was done in some time. */
  public boolean hangsOnTheMachine() {
    return switch (kind) {
      case USUAL_TIME, RARE_TIME, RATE, WORK -> true;
      case FAULT, SHARE, MESSAGES -> false;
    };
  }

  private static Figure time(String name, int dash) {
    String quantile = name.substring(dash + 1);
    String what = name.substring(0, dash).replace('-', ' ').replace("stable", "stable latency");
    Kind kind = quantile.equals("0.5") ? Kind.USUAL_TIME : Kind.RARE_TIME;
    // The least of all times is chance.
    Better better = quantile.equals("0") ? Better.NEITHER : Better.LOWER;
    return new Figure(name, what + " " + quantile, "ms", better, kind);
  }

  private static Figure work(String name, String label, String unit, Better better) {
    return new Figure(name, label, unit, better, Kind.WORK);
  }

  private static Figure fault(String name, String label) {
    return new Figure(name, label, "", Better.LOWER, Kind.FAULT);
  }
}

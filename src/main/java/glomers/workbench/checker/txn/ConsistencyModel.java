package glomers.workbench.checker.txn;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The consistency models that a test can ask for, what each forbids beyond the weaker ones, and
 * which weaker ones it includes: Adya's portable levels, Cerone's and Bailis's models, as far as
 * they can be told from reads and writes of registers.
 */
public enum ConsistencyModel {
  /** No dirty writes. */
  READ_UNCOMMITTED("read-uncommitted", "PL-1", of(), "G0", "duplicate-elements", "cyclic-versions"),
  /** And per process. */
  STRONG_SESSION_READ_UNCOMMITTED(
      "strong-session-read-uncommitted", "strong-session-PL-1", of(READ_UNCOMMITTED), "G0-process"),
  /** And in real time. */
  STRONG_READ_UNCOMMITTED(
      "strong-read-uncommitted", "strong-PL-1", of(STRONG_SESSION_READ_UNCOMMITTED), "G0-realtime"),
  /** No reads of what did not or did not finally happen, no circular information flow. */
  READ_COMMITTED(
      "read-committed",
      "PL-2",
      of(READ_UNCOMMITTED),
      "G1a",
      "G1b",
      "G1c",
      "dirty-update",
      "incompatible-order",
      "future-read"),
  /** And per process. */
  STRONG_SESSION_READ_COMMITTED(
      "strong-session-read-committed",
      "strong-session-PL-2",
      of(READ_COMMITTED, STRONG_SESSION_READ_UNCOMMITTED),
      "G1c-process"),
  /** And in real time. */
  STRONG_READ_COMMITTED(
      "strong-read-committed",
      "strong-PL-2",
      of(STRONG_SESSION_READ_COMMITTED, STRONG_READ_UNCOMMITTED),
      "G1c-realtime"),
  /** Once a transaction saw a part of another, it sees all of it; some say read committed to it. */
  MONOTONIC_ATOMIC_VIEW("monotonic-atomic-view", "", of(READ_COMMITTED)),
  /** Judged as read committed. */
  MONOTONIC_VIEW("monotonic-view", "PL-2L", of(READ_COMMITTED)),
  /** Judged as read committed. */
  MONOTONIC_SNAPSHOT_READ("monotonic-snapshot-read", "PL-MSR", of(READ_COMMITTED)),
  /** No lost updates. */
  CURSOR_STABILITY("cursor-stability", "PL-CS", of(READ_COMMITTED), "lost-update"),
  /** No read skew. */
  CONSISTENT_VIEW(
      "consistent-view", "PL-2+", of(CURSOR_STABILITY, MONOTONIC_VIEW), "G-single-item"),
  /** Judged as consistent view. */
  FORWARD_CONSISTENT_VIEW("forward-consistent-view", "PL-FCV", of(CONSISTENT_VIEW)),
  /** Judged as consistent view. */
  UPDATE_SERIALIZABLE("update-serializable", "PL-3U", of(FORWARD_CONSISTENT_VIEW)),
  /** A transaction sees all of another or nothing, and its own writes. */
  READ_ATOMIC("read-atomic", "", of(MONOTONIC_ATOMIC_VIEW), "internal"),
  /** And all that what was seen had seen. */
  CAUSAL_CERONE("causal-cerone", "", of(READ_ATOMIC)),
  /** And its session's earlier transactions count as before it. Not one of Elle's. */
  STRONG_SESSION_MONOTONIC_ATOMIC_VIEW(
      "strong-session-monotonic-atomic-view",
      "",
      of(MONOTONIC_ATOMIC_VIEW, STRONG_SESSION_READ_COMMITTED)),
  /** And its session's earlier transactions count as seen. Not one of Elle's. */
  STRONG_SESSION_READ_ATOMIC(
      "strong-session-read-atomic", "", of(READ_ATOMIC, STRONG_SESSION_MONOTONIC_ATOMIC_VIEW)),
  /** And so of all that was seen: transactional causal consistency. Not one of Elle's. */
  STRONG_SESSION_CAUSAL(
      "strong-session-causal",
      "transactional-causal",
      of(CAUSAL_CERONE, STRONG_SESSION_READ_ATOMIC)),
  /** Judged as causal. */
  PREFIX("prefix", "", of(CAUSAL_CERONE)),
  /** Read atomic without lost updates. */
  UPDATE_ATOMIC("update-atomic", "", of(READ_ATOMIC), "lost-update"),
  /** Causal without lost updates. */
  PARALLEL_SNAPSHOT_ISOLATION("parallel-snapshot-isolation", "", of(CAUSAL_CERONE, UPDATE_ATOMIC)),
  /** What was read stays. */
  REPEATABLE_READ(
      "repeatable-read",
      "PL-2.99",
      of(CURSOR_STABILITY, MONOTONIC_ATOMIC_VIEW),
      "G-single-item",
      "G-nonadjacent-item",
      "G2-item"),
  /** A snapshot for reads, first committer wins for writes. */
  SNAPSHOT_ISOLATION(
      "snapshot-isolation",
      "PL-SI",
      of(FORWARD_CONSISTENT_VIEW, MONOTONIC_SNAPSHOT_READ, PARALLEL_SNAPSHOT_ISOLATION, PREFIX),
      "G-single-item",
      "G-nonadjacent-item"),
  /** And per process. */
  STRONG_SESSION_SNAPSHOT_ISOLATION(
      "strong-session-snapshot-isolation",
      "",
      of(SNAPSHOT_ISOLATION, STRONG_SESSION_READ_COMMITTED),
      "G-single-item-process",
      "G-nonadjacent-item-process"),
  /** And in real time. */
  STRONG_SNAPSHOT_ISOLATION(
      "strong-snapshot-isolation",
      "",
      of(STRONG_SESSION_SNAPSHOT_ISOLATION, STRONG_READ_COMMITTED),
      "G-single-item-realtime",
      "G-nonadjacent-item-realtime"),
  /** Forbids nothing in Maelstrom; judged as serializable otherwise. */
  VIEW_SERIALIZABLE("view-serializable", "", of()),
  /** Forbids nothing in Maelstrom; judged as serializable otherwise. */
  ONE_COPY_SERIALIZABLE("1SR", "", of()),
  /** Forbids nothing in Maelstrom; judged as serializable otherwise. */
  SESSION_SERIALIZABLE("session-serializable", "", of(ONE_COPY_SERIALIZABLE)),
  /** As if one after the other. */
  SERIALIZABLE(
      "serializable",
      "PL-3 conflict-serializable",
      of(REPEATABLE_READ, SNAPSHOT_ISOLATION, UPDATE_SERIALIZABLE, VIEW_SERIALIZABLE),
      "G2-item"),
  /** And per process. */
  STRONG_SESSION_SERIALIZABLE(
      "strong-session-serializable",
      "",
      of(SERIALIZABLE, STRONG_SESSION_SNAPSHOT_ISOLATION),
      "G2-item-process"),
  /** Of single operations; forbids no transaction's anomaly. */
  MONOTONIC_READS("monotonic-reads", "", of()),
  /** Of single operations; forbids no transaction's anomaly. */
  MONOTONIC_WRITES("monotonic-writes", "", of()),
  /** Of single operations; forbids no transaction's anomaly. */
  READ_YOUR_WRITES("read-your-writes", "", of()),
  /** Of single operations; forbids no transaction's anomaly. */
  WRITES_FOLLOW_READS("writes-follow-reads", "", of()),
  /** Of single operations; forbids no transaction's anomaly. */
  PRAM("PRAM", "", of(MONOTONIC_READS, MONOTONIC_WRITES, READ_YOUR_WRITES)),
  /** Of single operations; forbids no transaction's anomaly. */
  CAUSAL("causal", "", of(PRAM, WRITES_FOLLOW_READS)),
  /** Of single operations; forbids no transaction's anomaly. */
  SEQUENTIAL("sequential", "", of(CAUSAL)),
  /** Of single operations; forbids no transaction's anomaly. */
  LINEARIZABLE("linearizable", "", of(SEQUENTIAL)),
  /** As if one after the other, in the order in which they really happened. */
  STRICT_SERIALIZABLE(
      "strong-serializable",
      "strict-serializable PL-SS",
      of(
          STRONG_SESSION_SERIALIZABLE,
          STRONG_SNAPSHOT_ISOLATION,
          SESSION_SERIALIZABLE,
          LINEARIZABLE),
      "G2-item-realtime");

  private final String label;
  private final List<String> aliases;
  private final List<ConsistencyModel> weaker;
  private final List<String> forbids;

  ConsistencyModel(String label, String aliases, List<ConsistencyModel> weaker, String... forbids) {
    this.label = label;
    this.aliases = List.of(aliases.split(" "));
    this.weaker = weaker;
    this.forbids = List.of(forbids);
  }

  private static List<ConsistencyModel> of(ConsistencyModel... models) {
    return List.of(models);
  }

  /** How results name it. */
  public String label() {
    return label;
  }

  /** Whether Maelstrom knows it, too; of the others its checker checks the weaker ones. */
  private boolean isElles() {
    return this != STRONG_SESSION_MONOTONIC_ATOMIC_VIEW
        && this != STRONG_SESSION_READ_ATOMIC
        && this != STRONG_SESSION_CAUSAL;
  }

  /** The model of this name, be it the friendly or Adya's; empty if there is none. */
  public static Optional<ConsistencyModel> named(String name) {
    return Arrays.stream(values())
        .filter(
            model -> model.label.equals(name) || !name.isEmpty() && model.aliases.contains(name))
        .findFirst();
  }

  /** All names that {@link #named} knows. */
  public static Set<String> names() {
    var names = new TreeSet<String>();
    for (ConsistencyModel model : values()) {
      names.add(model.label);
      model.aliases.stream().filter(alias -> !alias.isEmpty()).forEach(names::add);
    }
    return names;
  }

  /**
   * The model that stands for this one in what is checked: itself, or a weaker one of which the
   * same is checked. Elle checks nothing of those that ask for some serial order and say no more;
   * what serializable forbids leaves none.
   */
  public ConsistencyModel judgedAs() {
    return switch (this) {
      case VIEW_SERIALIZABLE, ONE_COPY_SERIALIZABLE, SESSION_SERIALIZABLE -> SERIALIZABLE;
      default ->
          weaker.stream()
              .filter(model -> isChecked() && model.checked().equals(checked()))
              .findFirst()
              .map(ConsistencyModel::judgedAs)
              .orElse(this);
    };
  }

  /**
   * Whether anything is checked that can make up its mind: of models of single operations it is at
   * most whether one process's reads of a register went back.
   */
  public boolean isChecked() {
    return switch (this) {
      case VIEW_SERIALIZABLE, ONE_COPY_SERIALIZABLE, SESSION_SERIALIZABLE -> true;
      default -> !forbiddenBy(List.of(this)).isEmpty();
    };
  }

  /** Whether it asks who had finished before whom began, by the clock. */
  public boolean needsTimes() {
    return closure(List.of(this)).contains(LINEARIZABLE)
        || forbiddenBy(List.of(this)).stream().anyMatch(name -> name.endsWith("-realtime"));
  }

  private List<Object> checked() {
    return List.of(forbiddenBy(List.of(this)), Sight.under(this));
  }

  /** These and all weaker ones that they include. */
  static Set<ConsistencyModel> closure(Collection<ConsistencyModel> models) {
    var closure = EnumSet.noneOf(ConsistencyModel.class);
    var rest = new ArrayDeque<>(models);
    while (!rest.isEmpty()) {
      ConsistencyModel model = rest.remove();
      if (closure.add(model)) {
        rest.addAll(model.weaker);
      }
    }
    return closure;
  }

  /** All that these and the weaker ones they include forbid. */
  static Set<String> forbiddenBy(Collection<ConsistencyModel> models) {
    return closure(models).stream()
        .flatMap(model -> model.forbids.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The models that a history with these anomalies does not satisfy. */
  static Set<ConsistencyModel> ruledOutBy(Collection<String> anomalies) {
    return Arrays.stream(values())
        .filter(ConsistencyModel::isElles)
        .filter(model -> forbiddenBy(List.of(model)).stream().anyMatch(anomalies::contains))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(ConsistencyModel.class)));
  }

  /** Those of these that include no other of them. */
  static Set<ConsistencyModel> weakest(Set<ConsistencyModel> models) {
    return models.stream()
        .filter(model -> closure(model.weaker).stream().noneMatch(models::contains))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(ConsistencyModel.class)));
  }
}

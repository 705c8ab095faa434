package glomers.workbench.checker.txn;

import glomers.workbench.checker.cycles.Cycle;
import glomers.workbench.checker.cycles.CycleSearch;
import glomers.workbench.checker.cycles.Reachability;
import glomers.workbench.checker.cycles.Reachability.Question;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.checker.txn.Sight.Reach;
import glomers.workbench.checker.txn.VersionOrder.Successor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Histories that no order of versions explains, though what is known of that order by itself does
 * not show it. Where a model says what a transaction must see, more of the order follows:
 *
 * <ul>
 *   <li>who must see a write of a key and read another one saw the later one;
 *   <li>of two writers of a key, the one that is known to come first wrote the earlier version.
 * </ul>
 *
 * <p>Each conclusion leads to more, until none is new or two contradict each other. Then whatever
 * order is taken, the model is broken: each conclusion was drawn because its opposite would close a
 * circle that the model forbids. (For these models no such rules decide everything, unless P = NP:
 * Biswas and Enea, "On the Complexity of Checking Transactional Consistency", 2019. For the weaker
 * ones see {@link WeakOrder}.)
 *
 * <p>Only versions count that one committed transaction left, and only first reads that no own
 * write precedes.
 */
final class ForcedOrder {

  /** Steps looked at before the search is given up: some seconds. */
  private static final long STEPS = 2_000_000_000L;

  /** Keys with more versions are left out, since every pair of versions is looked at. */
  private static final int VERSIONS = 1_024;

  /**
   * What was found.
   *
   * @param circles contradictions; none if there is none
   * @param note what is left open, in plain words
   */
  record FoundCircles(List<Cycle> circles, Optional<String> note) {}

  private final TxnView view;
  private final Sight sight;
  private final List<Key> keys;
  private final TxnGraph graph;
  private int left;
  private boolean complete = true;

  /**
   * A search.
   *
   * @param certain pairs of versions in a known order
   */
  ForcedOrder(TxnView view, Sight sight, List<Successor> certain) {
    this.view = view;
    this.sight = sight;
    this.graph = new TxnGraph(view).withReads();
    graph.graph().addOrder(sight.strength());
    this.keys = keys(certain);
  }

  /** A register, its versions numbered, and what is known of their order. */
  private final class Key {
    private final List<Version> versions = new ArrayList<>();
    private final Map<Version, Integer> number = new LinkedHashMap<>();
    private final List<RegisterTxn> readers = new ArrayList<>();

    /** By reader the number of the version it saw, or -1 for null. */
    private final List<Integer> seen = new ArrayList<>();

    /** By version those that are known to come later; the same that the graph has already. */
    private final List<BitSet> later = new ArrayList<>();

    private final List<BitSet> added = new ArrayList<>();
    private int[] targets;

    void add(Version version) {
      number.put(version, versions.size());
      versions.add(version);
      later.add(new BitSet());
      added.add(new BitSet());
    }

    void addReader(RegisterTxn reader, int version) {
      readers.add(reader);
      seen.add(version);
    }

    RegisterTxn writer(int version) {
      return view.installer(versions.get(version));
    }

    /** All transactions at it: first the writers, then the readers. */
    int[] targets() {
      if (targets == null) {
        targets = new int[versions.size() + readers.size()];
        for (int i = 0; i < versions.size(); i++) {
          targets[i] = graph.number(writer(i));
        }
        for (int i = 0; i < readers.size(); i++) {
          targets[versions.size() + i] = graph.number(readers.get(i));
        }
      }
      return targets;
    }

    /** Draws conclusions from what one version's writer reaches; whether one is impossible. */
    boolean conclude(int version, Question answered) {
      for (int other = 0; other < versions.size(); other++) {
        if (other != version && answered.reached().get(other)) {
          later.get(version).set(other);
        }
      }
      boolean impossible = false;
      for (int i = 0; i < readers.size(); i++) {
        int read = seen.get(i);
        if (answered.firmly().get(versions.size() + i) && mustHaveSeen(version, i)) {
          if (read == -1) {
            missed(version, readers.get(i));
            impossible = true;
          } else {
            later.get(version).set(read);
          }
        }
      }
      return impossible;
    }

    private boolean mustHaveSeen(int version, int reader) {
      RegisterTxn txn = readers.get(reader);
      int read = seen.get(reader);
      return read != version && writer(version) != txn && (read == -1 || writer(read) != txn);
    }

    /** Adds what follows from what is known to the graph; whether that is anything. */
    boolean spread() {
      for (int middle = 0; middle < versions.size(); middle++) {
        if (later.get(middle).isEmpty()) {
          continue; // nothing follows from it
        }
        for (BitSet known : later) {
          if (known.get(middle)) {
            known.or(later.get(middle));
          }
        }
      }
      boolean any = false;
      for (int version = 0; version < versions.size(); version++) {
        var next = (BitSet) later.get(version).clone();
        if (!next.get(version)) { // the next ones lead to the others
          later.get(version).stream().forEach(other -> next.andNot(later.get(other)));
        }
        next.andNot(added.get(version));
        added.get(version).or(next);
        any |= !next.isEmpty();
        int before = version;
        next.stream().filter(after -> after != before).forEach(after -> join(before, after));
      }
      return any;
    }

    /** Whether it is known of any two versions which came first. */
    boolean isTotal() {
      int pairs = later.stream().mapToInt(BitSet::cardinality).sum();
      return 2 * pairs == versions.size() * (versions.size() - 1);
    }

    private void join(int before, int after) {
      var pair = new Successor(versions.get(before), versions.get(after));
      graph.addReplaced(pair).addMissed(pair);
    }

    /** Shows that a transaction found nothing where it had to see this version. */
    private void missed(int version, RegisterTxn reader) {
      Version first = versions.get(version);
      if (graph.readersOf(new Version(first.key(), null)).contains(reader)) {
        graph.addMissed(new Successor(new Version(first.key(), null), first));
      }
    }
  }

  private List<Key> keys(List<Successor> certain) {
    var byKey = new LinkedHashMap<Object, Key>();
    for (Version version : view.installed()) {
      if (version.value() != null) {
        byKey.computeIfAbsent(version.key(), any -> new Key()).add(version);
      }
    }
    int count = byKey.size();
    byKey.values().removeIf(key -> key.versions.size() > VERSIONS);
    left = count - byKey.size();
    complete = left == 0;
    for (RegisterTxn txn : view.succeeded()) {
      txn.externalReads()
          .forEach((name, value) -> {
            Key key = byKey.get(name);
            Integer seen = key == null ? null : key.number.get(new Version(name, value));
            if (key != null && (value == null || seen != null)) {
              key.addReader(txn, value == null ? -1 : seen);
            }
          });
    }
    for (Successor pair : certain) {
      Key key = byKey.get(pair.before().key());
      Integer before = key == null ? null : key.number.get(pair.before());
      Integer after = key == null ? null : key.number.get(pair.after());
      if (before != null && after != null) {
        key.later.get(before).set(after);
      }
    }
    var all = List.copyOf(byKey.values());
    for (Key key : all) {
      for (Version version : key.versions) {
        graph.addMissed(new Successor(new Version(version.key(), null), version));
      }
    }
    return all;
  }

  /** Draws all conclusions, and looks for a contradiction. */
  FoundCircles find() {
    long steps = STEPS;
    keys.forEach(Key::spread);
    for (boolean more = true; more; ) {
      var reach = Reachability.of(graph.graph(), sight.reach().paths(), sight.strength());
      if (reach.isEmpty()) {
        return contradiction();
      }
      var questions = new ArrayList<List<Question>>();
      for (Key key : keys) {
        var ofKey = new ArrayList<Question>();
        // Nothing can be added to a total order, and what contradicts one goes round; but not over
        // the paths of the weakest model, which leave out what was missed.
        boolean open = sight.reach() == Reach.SINGLE || !key.isTotal();
        for (int version = 0; open && version < key.versions.size(); version++) {
          ofKey.add(new Question(graph.number(key.writer(version)), key.targets()));
        }
        questions.add(ofKey);
      }
      steps = reach.get().answer(questions.stream().flatMap(List::stream).toList(), steps);
      if (steps < 0) {
        complete = false;
      }
      boolean impossible = false;
      more = false;
      for (int k = 0; k < keys.size(); k++) {
        for (int version = 0; version < questions.get(k).size(); version++) {
          impossible |= keys.get(k).conclude(version, questions.get(k).get(version));
        }
        more |= keys.get(k).spread();
      }
      if (impossible) {
        return contradiction();
      }
      more &= steps >= 0;
    }
    return goesRound() ? contradiction() : new FoundCircles(List.of(), note());
  }

  /** What is left open where nothing was found; of registers that is much, and seldom nothing. */
  private Optional<String> note() {
    long known = keys.stream().filter(Key::isTotal).count();
    return complete && known == keys.size()
        ? Optional.empty()
        : Optional.of(
            "%s%,d of %,d keys%s"
                .formatted(
                    RegisterTxnChecker.NO_VIOLATION,
                    known,
                    keys.size() + left,
                    complete ? "" : ": " + RegisterTxnChecker.ORDER_INCOMPLETE));
  }

  private boolean goesRound() {
    return Reachability.of(graph.graph(), sight.reach().paths(), sight.strength()).isEmpty();
  }

  private FoundCircles contradiction() {
    var found = new CycleSearch(graph.graph()).find(sight.reach().forbids(), sight.strength());
    return new FoundCircles(found.cycles(), note());
  }
}

package glomers.workbench.checker.txn;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.Lives;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.cycles.Cycle;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What we check beyond Maelstrom, and which of it the models asked for require. */
final class StrictChecks {
  private static final int SHOWN = 8;

  private final TxnView view;
  private final VersionOrder order;
  private final FinalStates states;
  private final Set<ConsistencyModel> models;
  private final Lives lives;
  private final boolean atomicReads;
  private final boolean monotonicReads;
  private final boolean ownWrites;

  StrictChecks(
      TxnView view,
      VersionOrder order,
      FinalStates states,
      Set<ConsistencyModel> models,
      Lives lives) {
    this.lives = lives;
    this.view = view;
    this.order = order;
    this.states = states;
    this.models = models;
    var closure = ConsistencyModel.closure(models);
    var forbidden =
        ConsistencyModel.forbiddenBy(models.stream().map(ConsistencyModel::judgedAs).toList());
    boolean sessions =
        forbidden.contains("G-single-item-process") || forbidden.contains("G-single-item-realtime");
    this.atomicReads =
        closure.contains(ConsistencyModel.READ_ATOMIC) || forbidden.contains("G-single-item");
    this.monotonicReads = sessions || closure.contains(ConsistencyModel.MONOTONIC_READS);
    this.ownWrites = sessions || closure.contains(ConsistencyModel.PRAM);
  }

  /**
   * Adds an entry for each check that found something, and says what the verdict is with them.
   *
   * @param validSoFar whether nothing that a model forbids was found before
   * @param clean whether nothing at all was
   */
  Validity addTo(Details details, boolean validSoFar, boolean clean) {
    var resurrections = Resurrections.in(view);
    var doubtful = Doubtful.of(view, states, lives);
    if (lives.anyEnded()) {
      details.with("doubtful-after-crash-count", doubtful.size());
    }
    var writes = new DirtyWrites(view, order);
    var dirty = new DirtyWrites.FoundDirtyWrites("", List.of());
    if (view.type() == DataType.REGISTER) { // lists show more than what it would have to assume
      addContradictory(writes, resurrections.seen());
      dirty = writes.find(states, doubtful);
    }
    boolean dirtyMatters = dirty.assuming().equals("final-state") || monotonicReads;
    boolean valid =
        validSoFar
            & add(details, "malformed-replies", true, MalformedReplies.in(view))
            & add(details, "unwritten-reads", true, unwritten())
            & add(details, "lost-appends", true, lostAppends())
            & add(details, "fractured-reads", atomicReads, FracturedReads.in(view, order))
            & add(details, "resurrected", monotonicReads, resurrections.seen())
            & add(details, "unseen-own-writes", ownWrites, resurrections.own())
            & add(details, "dirty-writes", dirtyMatters, described(dirty));
    if (states.wereRead()) {
      Verdict converged = states.judge(view, doubtful);
      details.with("converged", converged.toMap());
      valid &= converged.validity() == Validity.VALID;
    }
    var notes = notes();
    if (valid) {
      valid = order(details, doubtful, clean, notes);
    }
    if (!notes.isEmpty()) {
      details.with("notes", new Sequence(notes));
    }
    return Validity.of(valid);
  }

  private List<Map<Keyword, Object>> unwritten() {
    return switch (view.type()) {
      case REGISTER -> new Isolation(view).unwrittenReads();
      case LIST -> new ListIsolation(view).unwrittenReads();
    };
  }

  private List<Map<Keyword, Object>> lostAppends() {
    return view.type() == DataType.LIST ? new ListIsolation(view).lostAppends() : List.of();
  }

  /** Adds keys that went back for one process or another, though for none by itself. */
  private static void addContradictory(DirtyWrites writes, List<Map<Keyword, Object>> seen) {
    var told = seen.stream().map(found -> found.get(Keyword.of("key"))).toList();
    writes
        .contradictory()
        .forEach((key, pairs) -> {
          if (!told.contains(key)) {
            seen.add(
                new Details()
                    .with("key", key)
                    .with(
                        "read-in-this-order",
                        pairs.stream()
                            .distinct()
                            .map(pair -> Arrays.asList(pair.before().value(), pair.after().value()))
                            .toList())
                    .map());
          }
        });
  }

  /** Whether some order of versions may explain everything, for each model. */
  private boolean order(
      Details details, Set<RegisterTxn> doubtful, boolean clean, List<String> notes) {
    var last = new DirtyWrites(view, order).beforeTheLast(states, doubtful);
    var checks = new OrderChecks(view, order, last, clean);
    var cases = new ArrayList<Map<Keyword, Object>>();
    var open = new LinkedHashSet<String>();
    sights()
        .forEach((sight, model) -> {
          var found = checks.under(sight, model);
          cases.addAll(found.circles());
          found.note().ifPresent(open::add);
        });
    if (cases.isEmpty()) { // else there is a violation, whatever is left open
      notes.addAll(open);
    }
    return add(details, "no-order", true, cases);
  }

  private Map<Sight, ConsistencyModel> sights() {
    var sights = new LinkedHashMap<Sight, ConsistencyModel>();
    for (ConsistencyModel model : models) {
      Sight.under(model.judgedAs()).ifPresent(sight -> sights.putIfAbsent(sight, model));
    }
    return sights;
  }

  /** Whether the verdict can stay valid. */
  private static boolean add(
      Details details, String name, boolean required, List<Map<Keyword, Object>> cases) {
    if (cases.isEmpty()) {
      return true;
    }
    details.with(
        name,
        new Details()
            .with("count", cases.size())
            .with("required", required)
            .with("errs", new Sequence(cases.subList(0, Math.min(SHOWN, cases.size()))))
            .map());
    return !required;
  }

  private static List<Map<Keyword, Object>> described(DirtyWrites.FoundDirtyWrites found) {
    var cases = new ArrayList<Map<Keyword, Object>>();
    for (Cycle cycle : found.cycles()) {
      var described = cycle.describe();
      described.put(Keyword.of("assuming"), Keyword.of(found.assuming()));
      cases.add(described);
    }
    return cases;
  }

  private List<String> notes() {
    var notes = new ArrayList<String>();
    if (!view.ambiguous().isEmpty()) {
      notes.add(unjudged(view.ambiguous()));
    }
    for (ConsistencyModel model : models) {
      if (!model.isChecked()) {
        notes.add(unchecked(model));
      } else if (model.judgedAs() != model) {
        notes.add(
            model.label()
                + " is judged as "
                + model.judgedAs().label()
                + ": what it may forbid beyond that is not checked");
      }
    }
    return notes;
  }

  /** Why what was written and read of some versions was not judged. */
  static String unjudged(Set<Version> ambiguous) {
    Version any = ambiguous.iterator().next();
    return "value %s of key %s was written by several transactions, so a read of it does not tell"
            .formatted(any.value(), any.key())
        + " whose it is; nothing is said of such values ("
        + ambiguous.size()
        + " in all): write each value to a key once";
  }

  /** Why nothing can be said of a model. */
  static String unchecked(ConsistencyModel model) {
    return model.label()
        + " is not checked for transactions"
        + (ConsistencyModel.closure(Set.of(model)).contains(ConsistencyModel.MONOTONIC_READS)
            ? ", apart from reads of one client that go back"
            : "")
        + "; ask for a model of transactions, such as read-committed or serializable";
  }
}

package glomers.workbench.checker.txn;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.Lives;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.cycles.Cycle;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
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
    var forbidden = ConsistencyModel.forbiddenBy(models);
    boolean sessions =
        forbidden.contains("G-single-item-process") || forbidden.contains("G-single-item-realtime");
    this.atomicReads =
        closure.contains(ConsistencyModel.READ_ATOMIC) || forbidden.contains("G-single-item");
    this.monotonicReads = sessions || closure.contains(ConsistencyModel.MONOTONIC_READS);
    this.ownWrites = sessions || closure.contains(ConsistencyModel.PRAM);
  }

  /** Adds an entry for each check that found something, and says how that bears on the verdict. */
  Validity addTo(Details details) {
    var resurrections = new Resurrections(view).find();
    var doubtful = Doubtful.of(view, states, lives);
    if (lives.anyEnded()) {
      details.with("doubtful-after-crash-count", doubtful.size());
    }
    var dirty = new DirtyWrites(view, order).find(states, doubtful);
    boolean dirtyMatters = dirty.assuming().equals("final-state") || monotonicReads;
    boolean valid =
        add(details, "malformed-replies", true, new MalformedReplies(view).cases())
            & add(details, "unwritten-reads", true, new Isolation(view).unwrittenReads())
            & add(details, "fractured-reads", atomicReads, new FracturedReads(view, order).cases())
            & add(details, "resurrected", monotonicReads, resurrections.seen())
            & add(details, "unseen-own-writes", ownWrites, resurrections.own())
            & add(details, "dirty-writes", dirtyMatters, described(dirty));
    if (states.wereRead()) {
      Verdict converged = states.judge(view, doubtful);
      details.with("converged", converged.toMap());
      valid &= converged.validity() == Validity.VALID;
    }
    var notes = notes();
    if (!notes.isEmpty()) {
      details.with("notes", new Sequence(notes));
    }
    return Validity.of(valid);
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

  private static List<Map<Keyword, Object>> described(DirtyWrites.Found found) {
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
    for (ConsistencyModel model : models) {
      var forbids = ConsistencyModel.forbiddenBy(Set.of(model));
      var own = Set.of(model);
      if (forbids.isEmpty()) {
        notes.add(
            model.label()
                + " forbids no anomaly between transactions"
                + (ConsistencyModel.closure(own).contains(ConsistencyModel.MONOTONIC_READS)
                    ? ": of it, only what one process sees of single registers is checked"
                    : ": nothing is checked for it"));
      } else {
        model
            .judgedAs()
            .ifPresent(other ->
                notes.add(
                    model.label()
                        + " is judged as "
                        + other.label()
                        + ": what it forbids beyond cannot be told from registers"));
      }
    }
    return notes;
  }
}

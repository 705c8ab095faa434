package glomers.workbench.checker.linearizable;

import glomers.workbench.checker.cycles.Budget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for an order of the operations on a register, as Wing and Gong do, remembering where it has
 * been as Lowe does ("Testing for linearizability", 2017): an operation may be next if none that is
 * not in the order yet ended before it began, and if it fits the value that those before it leave.
 * The same operations in another order that leaves the same value need not be tried again.
 *
 * <p>A few rules keep it short. An operation that fits and changes nothing is next at once:
 * whatever the rest of an order is, it stays one with this operation moved to here. And one that
 * may never have happened is next only if something observes what it leaves before that is
 * overwritten. No value is overwritten that something has yet to find and nothing will set again.
 * And values that nothing found are all the same.
 */
final class OrderSearch {
  /** Of an order, so many operations are told. */
  private static final int SHOWN = 10;

  private static final int HEAD = 0;

  private static final int NOBODY_FOUND = -3;

  private final List<RegisterOp> ops;
  private final Unfinished unfinished;
  private final Budget budget;
  private final Configurations been;

  /** By entry the operation that begins there, or the complement of the one that ends there. */
  private final int[] entries;

  /** Links between the entries of operations that are not in the order yet. */
  private final int[] next;

  private final int[] previous;
  private final int[] endOf;

  private final List<Step> order = new ArrayList<>();
  private final BitSet inOrder = new BitSet();
  private final BitSet found = new BitSet();

  /** By value how many operations must still find it. */
  private final int[] findersLeft;

  /** By value how many may still set it. */
  private final int[] settersLeft;

  private int highest = -1;
  private int value;

  /** Whether the value must be observed before it is overwritten. */
  private boolean pending;

  private long[] numbers = new long[8];

  /** What became of a search. */
  enum Outcome {
    /** There is an order. */
    ORDERED,
    /** There is none. */
    NONE,
    /** Nobody knows. */
    GIVEN_UP
  }

  /**
   * How an order ends.
   *
   * @param last its last operations
   * @param value what they leave
   */
  record Order(List<RegisterOp> last, int value) {}

  /**
   * A step of the order, and what there was before it.
   *
   * @param op what it is, a number of {@link #ops}; the complement of an unfinished one's kind
   * @param entry where it began; 0 for an unfinished one
   * @param forced whether nothing else need be tried in its place
   */
  private record Step(int op, int entry, boolean forced, int value, boolean pending, int highest) {}

  /**
   * A search.
   *
   * @param all the operations in the order in which they began
   * @param first the value before all of them
   */
  OrderSearch(List<RegisterOp> all, int first, Budget budget) {
    this.ops = all.stream().filter(RegisterOp::isDefinite).toList();
    int most = all.stream().mapToInt(op -> Math.max(op.expects(), op.sets())).max().orElse(0);
    this.findersLeft = new int[Math.max(0, most) + 1];
    this.settersLeft = new int[findersLeft.length];
    all.forEach(op -> left(op, 1));
    all.forEach(this::noteFound);
    this.unfinished = new Unfinished(all, this::same);
    this.been = new Configurations(unfinished.counts());
    this.value = first;
    this.budget = budget;
    this.entries = new int[2 * ops.size() + 1];
    this.next = new int[entries.length];
    this.previous = new int[entries.length];
    this.endOf = new int[ops.size()];
    link();
  }

  private void noteFound(RegisterOp op) {
    Stream.of(op.expects(), op.differs()).filter(value -> value >= 0).forEach(found::set);
  }

  /** Nothing tells a value that no operation found, or did not find, from others like it. */
  private int same(int value) {
    return value < 0 || found.get(value) ? value : NOBODY_FOUND;
  }

  /** Puts beginnings and ends, each of them in order, into one list. */
  private void link() {
    int[] ends = new int[ops.size()];
    Integer[] byEnd = new Integer[ops.size()];
    Arrays.setAll(byEnd, i -> i);
    Arrays.sort(byEnd, Comparator.comparingInt(i -> ops.get(i).end()));
    Arrays.setAll(ends, i -> byEnd[i]);
    int begun = 0;
    int ended = 0;
    for (int entry = 1; entry < entries.length; entry++) {
      if (begun < ops.size() && ops.get(begun).call() < ops.get(ends[ended]).end()) {
        entries[entry] = begun++;
      } else {
        endOf[ends[ended]] = entry;
        entries[entry] = ~ends[ended++];
      }
      next[entry - 1] = entry;
      previous[entry] = entry - 1;
    }
  }

  Outcome search() {
    takeWhatChangesNothing();
    int entry = next[HEAD];
    int kind = 0;
    while (next[HEAD] != HEAD) {
      if (!budget.spend() || been.isFull(numbers.length)) {
        return Outcome.GIVEN_UP;
      }
      if (entries[entry] >= 0) {
        boolean taken = mayBeNext(ops.get(entries[entry])) && take(entries[entry], entry);
        entry = taken ? next[HEAD] : next[entry];
        continue;
      }
      kind = observable(kind);
      if (kind >= 0) {
        RegisterOp op = unfinished.next(kind, ops.get(~entries[entry]).end());
        boolean taken = op != null && mayBeNext(op) && take(~kind, HEAD);
        entry = taken ? next[HEAD] : entry;
        kind = taken ? 0 : kind + 1;
      } else {
        Step undone = undoToChoice();
        if (undone == null) {
          return Outcome.NONE;
        }
        entry = undone.op() >= 0 ? next[undone.entry()] : firstEnd();
        kind = undone.op() >= 0 ? 0 : ~undone.op() + 1;
      }
    }
    return Outcome.ORDERED;
  }

  /** How many configurations it has been in. */
  int configurations() {
    return been.count();
  }

  private boolean mayBeNext(RegisterOp op) {
    return op.fits(value) && (!pending || op.expects() == value) && !strands(op);
  }

  /** Whether it ends a value for good that something has yet to find. */
  private boolean strands(RegisterOp op) {
    if (value < 0 || op.changesNothing() || op.sets() == value || settersLeft[value] > 0) {
      return false;
    }
    int itself = op.expects() == value && op.isDefinite() ? 1 : 0;
    return findersLeft[value] > itself;
  }

  /** Counts an operation as left, or no more. */
  private void left(RegisterOp op, int more) {
    if (op.expects() >= 0 && op.isDefinite()) {
      findersLeft[op.expects()] += more;
    }
    if (op.sets() >= 0) {
      settersLeft[op.sets()] += more;
    }
  }

  /** The first kind from this one on that something that has begun may observe; -1 if none. */
  private int observable(int kind) {
    if (unfinished.kinds() == 0) {
      return -1;
    }
    Set<Integer> expected = new HashSet<>();
    for (int entry = next[HEAD]; entries[entry] >= 0; entry = next[entry]) {
      RegisterOp op = ops.get(entries[entry]);
      if (op.differs() != RegisterOp.ANY) {
        return kind < unfinished.kinds() ? kind : -1; // any change may do
      }
      expected.add(op.expects());
    }
    return unfinished.leadingTo(expected).nextSetBit(kind);
  }

  private int firstEnd() {
    int entry = next[HEAD];
    while (entries[entry] >= 0) {
      entry = next[entry];
    }
    return entry;
  }

  /** Makes a step and what follows of necessity; undoes it if the search has been there. */
  private boolean take(int op, int entry) {
    apply(op, entry, false);
    takeWhatChangesNothing();
    if (next[HEAD] == HEAD || isNew()) {
      return true;
    }
    undoToChoice();
    return false;
  }

  private void takeWhatChangesNothing() {
    int entry = next[HEAD];
    while (entry != HEAD && entries[entry] >= 0 && value != RegisterOp.UNKNOWN) {
      RegisterOp op = ops.get(entries[entry]);
      if (op.changesNothing() && op.fits(value)) {
        apply(entries[entry], entry, true);
        entry = next[HEAD]; // others may be possible now
      } else {
        entry = next[entry];
      }
    }
  }

  private void apply(int number, int entry, boolean forced) {
    order.add(new Step(number, entry, forced, value, pending, highest));
    RegisterOp op;
    if (number >= 0) {
      op = ops.get(number);
      unlink(entry);
      unlink(endOf[number]);
      inOrder.set(number);
      highest = Math.max(highest, number);
    } else {
      op = unfinished.use(~number);
    }
    left(op, -1);
    value = same(op.after(value));
    pending = number < 0;
  }

  /** Undoes the last step that was a choice, and returns it; null if there is none. */
  private Step undoToChoice() {
    while (!order.isEmpty()) {
      Step step = order.removeLast();
      if (step.op() >= 0) {
        relink(endOf[step.op()]);
        relink(step.entry());
        inOrder.clear(step.op());
        left(ops.get(step.op()), 1);
      } else {
        left(unfinished.giveBack(~step.op()), 1);
      }
      value = step.value();
      pending = step.pending();
      highest = step.highest();
      if (!step.forced()) {
        return step;
      }
    }
    return null;
  }

  private void unlink(int entry) {
    next[previous[entry]] = next[entry];
    previous[next[entry]] = previous[entry];
  }

  private void relink(int entry) {
    next[previous[entry]] = entry;
    previous[next[entry]] = entry;
  }

  /** How the order ends that was found; empty if it is one of nothing. */
  Optional<Order> end() {
    Deque<RegisterOp> last = new ArrayDeque<>();
    int left = RegisterOp.ANY;
    while (!order.isEmpty() && (last.size() < SHOWN || left == RegisterOp.ANY)) {
      int op = order.removeLast().op();
      RegisterOp taken = op >= 0 ? ops.get(op) : unfinished.giveBack(~op);
      left = left == RegisterOp.ANY ? taken.sets() : left;
      if (last.size() < SHOWN) {
        last.addFirst(taken);
      }
    }
    return last.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Order(List.copyOf(last), left == RegisterOp.ANY ? RegisterOp.NOTHING : left));
  }

  private boolean isNew() {
    int length = configuration(); // first, for it may need a larger array
    return been.add(numbers, length, unfinished.usage());
  }

  /** Writes where the search is into {@link #numbers}; returns how many there are. */
  private int configuration() {
    int first = entries[next[HEAD]];
    int words = highest > first ? (highest - first >> 6) + 1 : 0;
    int length = 2 + words;
    if (numbers.length < length) {
      numbers = new long[2 * length];
    }
    Arrays.fill(numbers, 0, length, 0);
    numbers[0] = (long) first << 32 | value & 0xFFFFFFFFL;
    numbers[1] = pending ? 1 : 0;
    for (int op = inOrder.nextSetBit(first); op >= 0; op = inOrder.nextSetBit(op + 1)) {
      numbers[2 + (op - first >> 6)] |= 1L << (op - first);
    }
    return length;
  }
}

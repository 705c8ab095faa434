package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.NumberedTxns.NOBODY;

import glomers.workbench.checker.cycles.IntGraph;
import glomers.workbench.checker.txn.VersionOrder.Successor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;

/**
 * Looks for the proof that a history is right: an order in which its transactions can be done over
 * again, each between its invocation and its completion, with the same results. It is found where
 * there is one nearly always, and in one pass, but need not be: then nothing is said.
 *
 * <p>A transaction can be done if what it read is there, and if nobody has still to read what it
 * replaces. Of those that can, the one is done that must be done first, be it for its own
 * completion or for that of one that read from it. Where that leads nowhere, the transaction that
 * cannot be done should have been done before the writer of what is in its way; with that in mind
 * it is tried again.
 */
final class Replay {
  private static final int TRIALS = 64;

  /** Transactions looked at in all trials together before it is given up: a second or so. */
  private static final long STEPS = 50_000_000L;

  private final NumberedTxns txns;
  private final boolean snapshots;
  private final long[] begin;
  private final long[] end;
  private final int[] byBegin;
  private final int[] byEnd;

  /** Versions are numbered: a writer's own from here, in the order of its keys; then empty keys. */
  private final int[] firstVersion;

  private final int[][] readVersions;
  private final int[] readers;
  private final List<int[]> precedences = new ArrayList<>();
  private long steps = STEPS;

  /**
   * Of these.
   *
   * @param txns with their first reads
   * @param known versions of which one certainly replaced the other
   * @param snapshots whether a transaction may read some time before it writes, if nobody else
   *     writes the same keys in between: as in snapshot isolation
   */
  Replay(TxnView view, NumberedTxns txns, List<Successor> known, boolean snapshots) {
    this.txns = txns;
    this.snapshots = snapshots;
    int size = txns.size();
    this.begin = new long[size];
    this.end = new long[size];
    this.firstVersion = new int[size + 1];
    for (int txn = 0; txn < size; txn++) {
      RegisterTxn shown = view.committed().get(txn);
      begin[txn] = shown.invocation().index();
      end[txn] = shown.ok() ? shown.completion().index() : Long.MAX_VALUE;
      firstVersion[txn + 1] = firstVersion[txn] + txns.written(txn).length;
    }
    this.byBegin = sorted(begin);
    this.byEnd = sorted(end);
    this.readVersions = new int[size][];
    this.readers = new int[firstVersion[size] + txns.keys()];
    for (int txn = 0; txn < size; txn++) {
      int[] keys = txns.readKeys(txn);
      readVersions[txn] = new int[keys.length];
      for (int i = 0; i < keys.length; i++) {
        readVersions[txn][i] = version(txns.readFrom(txn)[i], keys[i]);
        readers[readVersions[txn][i]]++;
      }
    }
    for (Successor pair : known) {
      RegisterTxn before = view.installer(pair.before());
      RegisterTxn after = view.installer(pair.after());
      if (before != null && after != null && before != after) {
        precedences.add(new int[] {txns.number(before), txns.number(after)});
      }
    }
  }

  private int version(int writer, int key) {
    return writer == NOBODY
        ? firstVersion[txns.size()] + key
        : firstVersion[writer] + Arrays.binarySearch(txns.written(writer), key);
  }

  private static int[] sorted(long[] times) {
    var order = new Integer[times.length];
    Arrays.setAll(order, txn -> txn);
    Arrays.sort(order, Comparator.comparingLong(txn -> times[txn]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /** Whether such an order was found. */
  boolean succeeds() {
    var untried = new ArrayDeque<Deque<int[]>>(); // for each precedence that was added, the others
    for (int trial = 0; trial < TRIALS && steps > 0; trial++) {
      long[] latest = latest();
      var attempt = new Attempt(latest);
      if (latest.length == txns.size() && attempt.run()) {
        return true;
      }
      untried.push(latest.length == txns.size() ? attempt.lessons() : new ArrayDeque<>());
      while (untried.peek().isEmpty()) {
        untried.pop();
        if (untried.isEmpty()) {
          return false;
        }
        precedences.removeLast();
      }
      precedences.add(untried.peek().pop());
    }
    return false;
  }

  /** When each must be done at the latest; nothing if precedences are circular. */
  private long[] latest() {
    var graph = new IntGraph(txns.size());
    for (int txn = 0; txn < txns.size(); txn++) {
      for (int from : txns.readFrom(txn)) {
        if (from != NOBODY) {
          graph.add(from, txn);
        }
      }
    }
    precedences.forEach(pair -> graph.add(pair[0], pair[1]));
    int[] order = graph.order();
    if (order.length < txns.size()) {
      return new long[0];
    }
    var before = predecessors();
    long[] latest = end.clone();
    for (int at = order.length - 1; at >= 0; at--) {
      int txn = order[at];
      for (int from : txns.readFrom(txn)) {
        if (from != NOBODY) {
          latest[from] = Math.min(latest[from], latest[txn]);
        }
      }
      for (int from : before[txn]) {
        latest[from] = Math.min(latest[from], latest[txn]);
      }
    }
    return latest;
  }

  private int[][] predecessors() {
    var lists = new int[txns.size()][];
    Arrays.fill(lists, new int[0]);
    for (int[] pair : precedences) {
      lists[pair[1]] = Arrays.copyOf(lists[pair[1]], lists[pair[1]].length + 1);
      lists[pair[1]][lists[pair[1]].length - 1] = pair[0];
    }
    return lists;
  }

  /** One pass over all transactions. */
  private final class Attempt {
    private final long[] latest;
    private final int[][] before = predecessors();
    private final boolean[] begun = new boolean[txns.size()];
    private final boolean[] done = new boolean[txns.size()];
    private final int[] left = readers.clone();
    private final int[] current = new int[txns.keys()];
    private final boolean[] locked = new boolean[txns.keys()];

    /** Those that may be done as far as time goes, the most urgent first. */
    private int[] open = new int[64];

    private int opened;
    private int nextBegin;
    private int nextEnd;

    Attempt(long[] latest) {
      this.latest = latest;
      Arrays.setAll(current, key -> version(NOBODY, key));
    }

    boolean run() {
      for (int count = 0; count < txns.size(); ) {
        open();
        int at = first();
        if (at < 0 || steps < 0) {
          return false;
        }
        if (done[open[at]]) {
          System.arraycopy(open, at + 1, open, at, --opened - at);
          count++;
        }
      }
      return true;
    }

    private void open() {
      while (nextEnd < byEnd.length && done[byEnd[nextEnd]]) {
        nextEnd++;
      }
      long firstEnd = end[byEnd[nextEnd]];
      while (nextBegin < byBegin.length && begin[byBegin[nextBegin]] < firstEnd) {
        if (opened == open.length) {
          open = Arrays.copyOf(open, 2 * opened);
        }
        int txn = byBegin[nextBegin++];
        int at = opened++;
        while (at > 0 && latest[open[at - 1]] > latest[txn]) {
          open[at] = open[at - 1];
          at--;
        }
        open[at] = txn;
      }
    }

    /** Does the first that can be done; its place, or -1. */
    private int first() {
      for (int at = 0; at < opened; at++) {
        steps--;
        int txn = open[at];
        if (begun[txn] ? canWrite(txn) : canRead(txn) && canWrite(txn)) {
          read(txn);
          write(txn);
          return at;
        }
      }
      for (int at = 0; snapshots && at < opened; at++) {
        if (!begun[open[at]] && canRead(open[at])) {
          read(open[at]);
          return at;
        }
      }
      return -1;
    }

    private boolean canRead(int txn) {
      for (int i = 0; i < readVersions[txn].length; i++) {
        if (current[txns.readKeys(txn)[i]] != readVersions[txn][i]) {
          return false;
        }
      }
      for (int key : txns.written(txn)) {
        if (locked[key]) {
          return false;
        }
      }
      return true;
    }

    private boolean canWrite(int txn) {
      for (int other : before[txn]) {
        if (!done[other]) {
          return false;
        }
      }
      return inTheWay(txn) == NOBODY;
    }

    /** A key whose version somebody else has still to read, or nobody's. */
    private int inTheWay(int txn) {
      for (int key : txns.written(txn)) {
        int others = left[current[key]];
        if (others > 0 && (others > 1 || begun[txn] || !reads(txn, current[key]))) {
          return key;
        }
      }
      return NOBODY;
    }

    private boolean reads(int txn, int version) {
      for (int read : readVersions[txn]) {
        if (read == version) {
          return true;
        }
      }
      return false;
    }

    private void read(int txn) {
      if (!begun[txn]) {
        begun[txn] = true;
        for (int version : readVersions[txn]) {
          left[version]--;
        }
        for (int key : txns.written(txn)) {
          locked[key] = true;
        }
      }
    }

    private void write(int txn) {
      done[txn] = true;
      for (int i = 0; i < txns.written(txn).length; i++) {
        current[txns.written(txn)[i]] = firstVersion[txn] + i;
        locked[txns.written(txn)[i]] = false;
      }
    }

    /**
     * Finds out who should have been done before whom. First comes what is likely, since somebody
     * has to wait for a reader whose time has not come; where all wait for each other, it may be
     * any of them.
     */
    Deque<int[]> lessons() {
      var lessons = new ArrayDeque<int[]>();
      var asked = new HashSet<Integer>();
      var asking = new ArrayDeque<Integer>();
      asking.add(byEnd[nextEnd]);
      while (!asking.isEmpty()) {
        int txn = asking.pop();
        if (!asked.add(txn)) {
          continue;
        }
        int needed = needed(txn);
        if (needed != NOBODY) {
          asking.push(needed);
          continue;
        }
        for (int key : txns.written(txn)) {
          int version = current[key];
          boolean own = !begun[txn] && reads(txn, version);
          int others = left[version] - (own ? 1 : 0);
          boolean late = others > askReaders(version, txn, asking);
          if (others > 0 && !own && writer(version) != NOBODY) {
            var lesson = new int[] {txn, writer(version)};
            if (late) {
              lessons.addFirst(lesson);
            } else {
              lessons.addLast(lesson);
            }
          }
        }
      }
      return lessons;
    }

    /** Asks why those could not be done that have still to read this; how many there are. */
    private int askReaders(int version, int except, ArrayDeque<Integer> asking) {
      int count = 0;
      for (int i = 0; i < opened; i++) {
        if (open[i] != except && !begun[open[i]] && reads(open[i], version)) {
          asking.push(open[i]);
          count++;
        }
      }
      return count;
    }

    /** Who has to be done before it, since it read from it or for another reason. */
    private int needed(int txn) {
      for (int other : before[txn]) {
        if (!done[other]) {
          return other;
        }
      }
      for (int i = 0; i < readVersions[txn].length; i++) {
        int from = txns.readFrom(txn)[i];
        if (from != NOBODY && !done[from]) {
          return from;
        }
      }
      return NOBODY;
    }

    private int writer(int version) {
      int at = Arrays.binarySearch(firstVersion, version);
      if (version >= firstVersion[txns.size()]) {
        return NOBODY;
      }
      if (at < 0) {
        return -at - 2;
      }
      while (firstVersion[at + 1] == version) {
        at++; // those before it wrote nothing
      }
      return at;
    }
  }
}

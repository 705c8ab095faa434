package glomers.workbench.checker.txn;

import glomers.workbench.checker.txn.RegisterTxn.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Committed transactions as numbers: who read which key from whom, and who wrote which key last in
 * which session. A session is what one process did, one after the other; what never certainly ended
 * may still happen after whatever follows, so it ends a session of its own.
 */
final class NumberedTxns {

  /** Instead of a writer: the key was empty. */
  static final int NOBODY = -1;

  private final List<RegisterTxn> txns;
  private final int[] numbers; // by the place among all
  private final Map<Object, Integer> keys = new HashMap<>();
  private final int[][] readKeys;
  private final int[][] readFrom;
  private final int[][] written;
  private final int[] before;
  private final int[] session;
  private final int[] place;
  private int sessions;

  /** By key its writers, session by session, in order. */
  private final int[][] writers;

  /**
   * Numbers what is known.
   *
   * @param everyRead whether repeated reads count, and those after an own write
   */
  NumberedTxns(TxnView view, boolean everyRead) {
    this.txns = view.committed();
    var number = new HashMap<Version, Integer>();
    this.readKeys = new int[txns.size()][];
    this.readFrom = new int[txns.size()][];
    this.written = new int[txns.size()][];
    this.before = new int[txns.size()];
    this.session = new int[txns.size()];
    this.place = new int[txns.size()];
    this.numbers = new int[view.all().size()];
    for (int txn = 0; txn < txns.size(); txn++) {
      numbers[txns.get(txn).place()] = txn;
      var mine = new int[txns.get(txn).finalWrites().size()];
      int count = 0;
      for (Map.Entry<Object, Object> write : txns.get(txn).finalWrites().entrySet()) {
        var version = new Version(write.getKey(), write.getValue());
        if (view.installer(version) == txns.get(txn)) {
          number.put(version, txn);
          mine[count++] = key(write.getKey());
        }
      }
      written[txn] = Arrays.copyOf(mine, count);
      Arrays.sort(written[txn]);
    }
    for (int txn = 0; txn < txns.size(); txn++) {
      number(txn, everyRead ? txns.get(txn).reads() : firstReads(txns.get(txn)), number);
    }
    findSessions();
    this.writers = writersBySession();
  }

  private int key(Object name) {
    return keys.computeIfAbsent(name, any -> keys.size());
  }

  private static List<Version> firstReads(RegisterTxn txn) {
    var reads = new ArrayList<Version>(txn.externalReads().size());
    txn.externalReads().forEach((key, value) -> reads.add(new Version(key, value)));
    return reads;
  }

  private void number(int txn, List<Version> reads, Map<Version, Integer> number) {
    var ofKeys = new int[reads.size()];
    var from = new int[reads.size()];
    int count = 0;
    for (Version read : reads) {
      Integer by = read.value() == null ? Integer.valueOf(NOBODY) : number.get(read);
      if (by != null && by != txn) {
        ofKeys[count] = key(read.key());
        from[count++] = by;
      }
    }
    readKeys[txn] = Arrays.copyOf(ofKeys, count);
    readFrom[txn] = Arrays.copyOf(from, count);
  }

  private void findSessions() {
    var byBeginning = new Integer[txns.size()];
    Arrays.setAll(byBeginning, txn -> txn);
    Arrays.sort(byBeginning, Comparator.comparingLong(txn -> txns.get(txn).invocation().index()));
    var last = new HashMap<Integer, Integer>();
    for (int txn : byBeginning) {
      int process = txns.get(txn).invocation().process();
      before[txn] = last.getOrDefault(process, NOBODY);
      if (!txns.get(txn).ok() || before[txn] == NOBODY) {
        session[txn] = sessions++;
      } else {
        session[txn] = session[before[txn]];
        place[txn] = place[before[txn]] + 1;
      }
      if (txns.get(txn).ok()) {
        last.put(process, txn);
      }
    }
  }

  private int[][] writersBySession() {
    var count = new int[keys.size()];
    for (int[] mine : written) {
      for (int key : mine) {
        count[key]++;
      }
    }
    var byKey = new int[keys.size()][];
    Arrays.setAll(byKey, key -> new int[count[key]]);
    var bySession = new Integer[txns.size()];
    Arrays.setAll(bySession, txn -> txn);
    Arrays.sort(
        bySession,
        Comparator.<Integer>comparingInt(txn -> session[txn]).thenComparingInt(txn -> place[txn]));
    Arrays.fill(count, 0);
    for (int txn : bySession) {
      for (int key : written[txn]) {
        byKey[key][count[key]++] = txn;
      }
    }
    return byKey;
  }

  /** How many transactions there are. */
  int size() {
    return txns.size();
  }

  int number(RegisterTxn txn) {
    return numbers[txn.place()];
  }

  /** The version of a key that a transaction left. */
  Version version(int txn, int key) {
    for (Map.Entry<Object, Object> write : txns.get(txn).finalWrites().entrySet()) {
      if (keys.get(write.getKey()) == key) {
        return new Version(write.getKey(), write.getValue());
      }
    }
    throw new IllegalArgumentException("transaction " + txn + " did not write key " + key);
  }

  /** How many keys there are. */
  int keys() {
    return keys.size();
  }

  /** The keys that it read from others, in the order of its steps. */
  int[] readKeys(int txn) {
    return readKeys[txn];
  }

  /** From whom it read them, or {@link #NOBODY}. */
  int[] readFrom(int txn) {
    return readFrom[txn];
  }

  /** The keys of which it left a version. */
  int[] written(int txn) {
    return written[txn];
  }

  /** Whether it left a version of a key; quick for one that wrote many. */
  boolean wrote(int txn, int key) {
    return Arrays.binarySearch(written[txn], key) >= 0;
  }

  /** What its process did before, or {@link #NOBODY}. */
  int before(int txn) {
    return before[txn];
  }

  int sessions() {
    return sessions;
  }

  int session(int txn) {
    return session[txn];
  }

  /** How many of its session came before. */
  int place(int txn) {
    return place[txn];
  }

  /** All that left a version of a key, session by session. */
  int[] writers(int key) {
    return writers[key];
  }
}

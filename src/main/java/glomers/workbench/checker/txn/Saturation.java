package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.NumberedTxns.NOBODY;

import glomers.workbench.checker.cycles.IntGraph;
import java.util.Arrays;

/**
 * What must have been committed before what, for transactions to read what they read: whoever read
 * a key from one writer, and had to see another writer of that key, tells that the other came
 * first. Monotonic atomic view, read atomic and causal consistency differ only in who has to be
 * seen; and since that depends on reads and sessions alone, a history satisfies the model if and
 * only if these conclusions, reads and sessions together are not circular (Biswas and Enea, "On the
 * Complexity of Checking Transactional Consistency", 2019; monotonic atomic view is what they call
 * read committed).
 *
 * <p>Most conclusions follow from others, and only those are drawn that do not, so that the time is
 * nearly linear (the way of AWDIT, Møldrup and Pavlogiannis, 2025): of the writers of a key that
 * are to be seen in one session, the last; of what a transaction saw of another, the smaller of
 * what the one read and the other wrote.
 */
final class Saturation {

  /** Bounds memory to 64 MiB for what is seen of some sessions at a time. */
  private static final int CLOCKS = 1 << 24;

  /** Who has to be seen. */
  enum Rule {
    /** Whoever an earlier read of the same transaction was from. */
    MONOTONIC,
    /** Whoever any read was from, and what the session did before. */
    ATOMIC,
    /** That, and all that those had seen, and so on. */
    CAUSAL
  }

  /**
   * Takes conclusions: because of what {@code reader} read, one writer of a key precedes another.
   */
  interface Conclusions {
    void add(int before, int after, int key, int reader);
  }

  private final NumberedTxns txns;
  private final boolean sessions;

  /**
   * Of these.
   *
   * @param sessions whether what a session did before counts as seen
   */
  Saturation(NumberedTxns txns, boolean sessions) {
    this.txns = txns;
    this.sessions = sessions;
  }

  /** Reads and sessions: who certainly came before whom. */
  IntGraph certain() {
    var graph = new IntGraph(txns.size());
    for (int txn = 0; txn < txns.size(); txn++) {
      if (sessions && txns.before(txn) != NOBODY) {
        graph.add(txns.before(txn), txn);
      }
      for (int from : txns.readFrom(txn)) {
        if (from != NOBODY) {
          graph.add(from, txn);
        }
      }
    }
    return graph;
  }

  /**
   * Draws the conclusions.
   *
   * @param order all transactions, each after those that it certainly comes after
   */
  void conclude(Rule rule, int[] order, Conclusions conclusions) {
    switch (rule) {
      case MONOTONIC -> fromReads(true, conclusions);
      case ATOMIC -> {
        fromReads(false, conclusions);
        if (sessions) {
          fromOwnSession(conclusions);
        }
      }
      case CAUSAL -> {
        if (sessions) {
          fromPasts(order, conclusions);
        } else {
          new CausalPasts(txns, order).conclude(conclusions);
        }
      }
    }
  }

  /** From whom each transaction read, in the order of its reads or in any. */
  private void fromReads(boolean inOrder, Conclusions conclusions) {
    var readFrom = new int[txns.keys()]; // by key, from whom a later read was
    var stamp = new int[txns.keys()]; // for which transaction that holds
    var firstSeen = new int[txns.size()]; // at which of the reader's reads
    var seenBy = new int[txns.size()];
    Arrays.fill(stamp, NOBODY);
    Arrays.fill(seenBy, NOBODY);
    for (int reader = 0; reader < txns.size(); reader++) {
      int[] keys = txns.readKeys(reader);
      int[] from = txns.readFrom(reader);
      for (int i = 0; i < keys.length; i++) {
        if (from[i] != NOBODY && seenBy[from[i]] != reader) {
          seenBy[from[i]] = reader;
          firstSeen[from[i]] = i;
        }
        if (!inOrder) {
          stamp[keys[i]] = reader;
          readFrom[keys[i]] = from[i];
        }
      }
      int distinct = 0;
      var some = inOrder ? new int[keys.length] : keys; // the keys that are known of by then
      for (int i = keys.length - 1; i >= 0; i--) {
        if (from[i] != NOBODY && firstSeen[from[i]] == i) {
          missed(
              from[i],
              reader,
              some,
              inOrder ? distinct : keys.length,
              stamp,
              readFrom,
              conclusions);
        }
        if (inOrder) {
          if (stamp[keys[i]] != reader) {
            stamp[keys[i]] = reader;
            some[distinct++] = keys[i];
          } else if (from[i] != NOBODY && readFrom[keys[i]] != from[i]) {
            conclusions.add(from[i], readFrom[keys[i]], keys[i], reader);
          }
          readFrom[keys[i]] = from[i];
        }
      }
    }
  }

  /** What the reader saw of other writers where it could have seen this one. */
  private void missed(
      int seen,
      int reader,
      int[] keys,
      int count,
      int[] stamp,
      int[] readFrom,
      Conclusions conclusions) {
    int[] written = txns.written(seen);
    if (written.length <= count) {
      for (int key : written) {
        if (stamp[key] == reader && readFrom[key] != seen) {
          conclusions.add(seen, readFrom[key], key, reader);
        }
      }
    } else {
      for (int i = 0; i < count; i++) {
        if (readFrom[keys[i]] != seen && txns.wrote(seen, keys[i])) {
          conclusions.add(seen, readFrom[keys[i]], keys[i], reader);
        }
      }
    }
  }

  private void fromOwnSession(Conclusions conclusions) {
    for (int reader = 0; reader < txns.size(); reader++) {
      int before = txns.before(reader);
      for (int i = 0; before != NOBODY && i < txns.readKeys(reader).length; i++) {
        int key = txns.readKeys(reader)[i];
        int from = txns.readFrom(reader)[i];
        int last = lastOf(txns.writers(key), txns.session(before), txns.place(before) + 1);
        if (last != NOBODY && last != from) {
          conclusions.add(last, from, key, reader);
        }
      }
    }
  }

  /**
   * Counts for each transaction how much of each session it must have seen, some sessions at a
   * time, and concludes from the last writers in that.
   */
  private void fromPasts(int[] order, Conclusions conclusions) {
    int width = Math.max(1, CLOCKS / Math.max(1, txns.size()));
    var seen = new int[Math.min(width, txns.sessions()) * txns.size()];
    for (int first = 0; first < txns.sessions(); first += width) {
      int count = Math.min(width, txns.sessions() - first);
      Arrays.fill(seen, 0);
      for (int reader : order) {
        see(reader, txns.before(reader), first, count, seen);
        for (int from : txns.readFrom(reader)) {
          see(reader, from, first, count, seen);
        }
        for (int i = 0; i < txns.readKeys(reader).length; i++) {
          fromPast(reader, i, first, count, seen, conclusions);
        }
      }
    }
  }

  private void see(int reader, int other, int first, int count, int[] seen) {
    if (other != NOBODY) {
      int mine = reader * count;
      int theirs = other * count;
      for (int i = 0; i < count; i++) {
        seen[mine + i] = Math.max(seen[mine + i], seen[theirs + i]);
      }
      int session = txns.session(other) - first;
      if (session >= 0 && session < count) {
        seen[mine + session] = Math.max(seen[mine + session], txns.place(other) + 1);
      }
    }
  }

  private void fromPast(
      int reader, int read, int first, int count, int[] seen, Conclusions conclusions) {
    int key = txns.readKeys(reader)[read];
    int from = txns.readFrom(reader)[read];
    int[] writers = txns.writers(key);
    int at = firstOf(writers, first, 0);
    while (at < writers.length && txns.session(writers[at]) < first + count) {
      int session = txns.session(writers[at]);
      int last = lastOf(writers, session, seen[reader * count + session - first]);
      if (last != NOBODY && last != from) {
        conclusions.add(last, from, key, reader);
      }
      at = firstOf(writers, session + 1, at);
    }
  }

  /** The last writer in a session of which only so many transactions count, or nobody. */
  private int lastOf(int[] writers, int session, int places) {
    int low = 0;
    int high = writers.length;
    while (low < high) {
      int middle = low + high >>> 1;
      int of = txns.session(writers[middle]);
      if (of < session || of == session && txns.place(writers[middle]) < places) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > 0 && txns.session(writers[low - 1]) == session ? writers[low - 1] : NOBODY;
  }

  /** The place of the first writer in this session or a later one. */
  private int firstOf(int[] writers, int session, int from) {
    int low = from;
    int high = writers.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (txns.session(writers[middle]) < session) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

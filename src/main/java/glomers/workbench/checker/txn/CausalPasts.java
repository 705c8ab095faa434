package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.NumberedTxns.NOBODY;

import java.util.Arrays;

/**
 * What each transaction had to see where sessions do not count, so that there are no few chains to
 * which all transactions belong: what 64 writers reach over reads is carried along at once, no
 * farther than to the last reader of their keys. That is quick where keys are soon replaced.
 */
final class CausalPasts {
  private static final int[] NONE = {};

  private final NumberedTxns txns;
  private final int[] order;
  private final int[] position;
  private final int[] lastRead;
  private final int[][] readers;
  private final long[] writes; // by key, which of the block wrote it

  /**
   * Of these.
   *
   * @param order all transactions, each after those from which it read
   */
  CausalPasts(NumberedTxns txns, int[] order) {
    this.txns = txns;
    this.order = order;
    this.position = new int[order.length];
    this.lastRead = new int[txns.keys()];
    this.writes = new long[txns.keys()];
    var count = new int[order.length];
    for (int at = 0; at < order.length; at++) {
      position[order[at]] = at;
      for (int key : txns.readKeys(order[at])) {
        lastRead[key] = at;
      }
      for (int from : txns.readFrom(order[at])) {
        if (from != NOBODY) {
          count[from]++;
        }
      }
    }
    this.readers = new int[order.length][];
    Arrays.setAll(readers, txn -> new int[count[txn]]);
    for (int txn : order) {
      for (int from : txns.readFrom(txn)) {
        if (from != NOBODY) {
          readers[from][--count[from]] = txn;
        }
      }
    }
  }

  void conclude(Saturation.Conclusions conclusions) {
    var block = new int[Long.SIZE];
    int size = 0;
    for (int txn : order) {
      if (txns.written(txn).length > 0 && readers[txn].length > 0) {
        block[size++] = txn;
      }
      if (size == block.length) {
        together(block, size, conclusions);
        size = 0;
      }
    }
    together(block, size, conclusions);
  }

  private void together(int[] block, int size, Saturation.Conclusions conclusions) {
    if (size == 0) {
      return;
    }
    int first = position[block[0]];
    int last = first;
    for (int i = 0; i < size; i++) {
      for (int key : txns.written(block[i])) {
        writes[key] |= 1L << i;
        last = Math.max(last, lastRead[key]);
      }
    }
    var reached = new long[last - first + 1];
    int next = 0;
    for (int at = first; at <= last; at++) {
      int txn = order[at];
      long past = reached[at - first];
      if (past != 0) {
        conclude(txn, past, block, conclusions);
      }
      long onward = past;
      if (next < size && block[next] == txn) {
        onward |= 1L << next++;
      }
      for (int reader : onward == 0 ? NONE : readers[txn]) {
        if (position[reader] <= last) {
          reached[position[reader] - first] |= onward;
        }
      }
    }
    for (int i = 0; i < size; i++) {
      for (int key : txns.written(block[i])) {
        writes[key] = 0;
      }
    }
  }

  private void conclude(int reader, long past, int[] block, Saturation.Conclusions conclusions) {
    int[] keys = txns.readKeys(reader);
    for (int i = 0; i < keys.length; i++) {
      int from = txns.readFrom(reader)[i];
      for (long seen = past & writes[keys[i]]; seen != 0; seen &= seen - 1) {
        int writer = block[Long.numberOfTrailingZeros(seen)];
        if (writer != from) {
          conclusions.add(writer, from, keys[i], reader);
        }
      }
    }
  }
}

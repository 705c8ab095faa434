package glomers.workbench.checker.linearizable;

import java.util.Arrays;

/**
 * The configurations that a search has been in, each a few numbers. They lie one behind the other
 * in one array, since there may be millions.
 */
final class Configurations {
  /** So many numbers are kept at most: 128 MB. */
  private static final int MOST = 1 << 24;

  private long[] kept = new long[1 << 10];
  private int end = 1; // 0 in the table is an empty place
  private int[] table = new int[1 << 10];
  private int count;

  /** Whether there is no room for another one. */
  boolean isFull(int length) {
    return end + length + 1 > MOST;
  }

  /** Keeps the first {@code length} numbers; false if they are there already. */
  boolean add(long[] numbers, int length) {
    int place = place(hash(numbers, 0, length));
    while (table[place] != 0) {
      int at = table[place];
      if (kept[at] == length && Arrays.equals(kept, at + 1, at + 1 + length, numbers, 0, length)) {
        return false;
      }
      place = (place + 1) & (table.length - 1);
    }
    if (end + length + 1 > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(kept.length * 2, end + length + 1));
    }
    table[place] = end;
    kept[end] = length;
    System.arraycopy(numbers, 0, kept, end + 1, length);
    end += length + 1;
    if (++count > table.length / 2) {
      grow();
    }
    return true;
  }

  int count() {
    return count;
  }

  private void grow() {
    int[] old = table;
    table = new int[old.length * 2];
    for (int at : old) {
      if (at != 0) {
        int place = place(hash(kept, at + 1, (int) kept[at]));
        while (table[place] != 0) {
          place = (place + 1) & (table.length - 1);
        }
        table[place] = at;
      }
    }
  }

  private int place(long hash) {
    return (int) (hash >>> 32) & (table.length - 1);
  }

  private static long hash(long[] numbers, int from, int length) {
    long hash = length;
    for (int i = from; i < from + length; i++) {
      hash = (hash ^ numbers[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash * 0xBF58476D1CE4E5B9L;
  }
}

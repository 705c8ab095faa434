package glomers.workbench.checker.linearizable;

import java.util.Arrays;

/**
 * The configurations that a search has been in, each a few numbers and how much of what is
 * unfinished it has used. Whoever has come as far with less needs nothing that was used for more:
 * so one that has used more than another one with the same numbers leads nowhere that the other
 * does not. They lie one behind the other in one array, since there may be millions.
 */
final class Configurations {
  /** So many numbers are kept at most: 128 MB. */
  private static final int MOST = 1 << 24;

  /** With so many of the same numbers a configuration is compared: the latest. */
  private static final int COMPARED = 64;

  /** What stands before the numbers: how many they are, what is used, and the one before it. */
  private static final int HEAD = 3;

  private final Counts usages;
  private long[] kept = new long[1 << 10];
  private int end = 1; // 0 is no place
  private int[] table = new int[1 << 10];
  private int keys;
  private int count;

  Configurations(Counts usages) {
    this.usages = usages;
  }

  /** Whether there is no room for another one with so many numbers. */
  boolean isFull(int length) {
    return end + HEAD + length > MOST;
  }

  /** Keeps the first {@code length} numbers; false if it need not be looked at. */
  boolean add(long[] numbers, int length, int usage) {
    int place = place(hash(numbers, 0, length));
    while (table[place] != 0 && !isAt(table[place], numbers, length)) {
      place = (place + 1) & (table.length - 1);
    }
    int same = table[place];
    for (int at = same, i = 0; at != 0 && i < COMPARED; at = (int) kept[at + 2], i++) {
      if (usages.isAtMost((int) kept[at + 1], usage)) {
        return false;
      }
    }
    if (end + HEAD + length > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(kept.length * 2, end + HEAD + length));
    }
    table[place] = end;
    kept[end] = length;
    kept[end + 1] = usage;
    kept[end + 2] = same;
    System.arraycopy(numbers, 0, kept, end + HEAD, length);
    end += HEAD + length;
    count++;
    if (same == 0 && ++keys > table.length / 2) {
      grow();
    }
    return true;
  }

  private boolean isAt(int at, long[] numbers, int length) {
    return kept[at] == length
        && Arrays.equals(kept, at + HEAD, at + HEAD + length, numbers, 0, length);
  }

  int count() {
    return count;
  }

  private void grow() {
    int[] old = table;
    table = new int[old.length * 2];
    for (int at : old) {
      if (at != 0) {
        int place = place(hash(kept, at + HEAD, (int) kept[at]));
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

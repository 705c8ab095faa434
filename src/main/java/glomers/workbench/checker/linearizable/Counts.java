package glomers.workbench.checker.linearizable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Many counts at once under one number: the same counts always go by the same. They are the leaves
 * of a tree of which equal parts are kept once, so a change of one count costs a few nodes, however
 * many counts there are.
 */
final class Counts {
  /** The number of counts that are all 0. */
  static final int NONE = 0;

  private final List<Level> levels = new ArrayList<>();

  /** The parts of a tree of one height. */
  private static final class Level {
    final Map<Long, Integer> numbers = new HashMap<>();
    final List<Long> pairs = new ArrayList<>(List.of(0L));

    int number(int left, int right) {
      long pair = (long) left << 32 | right;
      if (pair == 0) {
        return NONE;
      }
      Integer known = numbers.putIfAbsent(pair, pairs.size());
      if (known == null) {
        pairs.add(pair);
        return pairs.size() - 1;
      }
      return known;
    }
  }

  /** For so many counts. */
  Counts(int count) {
    for (int width = 1; width < count; width *= 2) {
      levels.add(new Level());
    }
  }

  /** The number of the same counts but for one that is larger by so much. */
  int with(int number, int place, int more) {
    return with(levels.size(), number, place, more);
  }

  /** Whether none of these counts is larger than the other ones' of the same place. */
  boolean isAtMost(int number, int other) {
    return isAtMost(levels.size(), number, other);
  }

  private boolean isAtMost(int height, int number, int other) {
    if (number == other || number == NONE) {
      return true;
    }
    if (height == 0 || other == NONE) {
      return number < other;
    }
    long pair = levels.get(height - 1).pairs.get(number);
    long others = levels.get(height - 1).pairs.get(other);
    return isAtMost(height - 1, (int) (pair >>> 32), (int) (others >>> 32))
        && isAtMost(height - 1, (int) pair, (int) others);
  }

  private int with(int height, int number, int place, int more) {
    if (height == 0) {
      return number + more;
    }
    Level level = levels.get(height - 1);
    long pair = level.pairs.get(number);
    int left = (int) (pair >>> 32);
    int right = (int) pair;
    return (place >> (height - 1) & 1) == 0
        ? level.number(with(height - 1, left, place, more), right)
        : level.number(left, with(height - 1, right, place, more));
  }
}

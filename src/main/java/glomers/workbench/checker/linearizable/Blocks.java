package glomers.workbench.checker.linearizable;

import static glomers.workbench.checker.linearizable.RegisterOp.ANY;
import static glomers.workbench.checker.linearizable.RegisterOp.NOTHING;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Registers each of whose values is set once, as Gibbons and Korach treat them ("Testing shared
 * memories", 1997). All that set or found a value stands together in any order, and so do values
 * that swaps lead from one to the next: a block. A block is before another if an operation of it
 * ended before one of the other began. There is an order unless two blocks are before each other,
 * or one cannot be ordered in itself.
 */
final class Blocks {
  /** What set the value that was there before all. */
  private static final RegisterOp START = new RegisterOp(ANY, ANY, NOTHING, -1, -1, null);

  private final int moment;
  private final RegisterOp[] setter;

  /** By value the swap that replaced it. */
  private final RegisterOp[] swap;

  private final RegisterOp[] firstRead;
  private final RegisterOp[] latestRead;

  /** By the position of its earliest end, one further on, a block. */
  private final Block[] blocks;

  /**
   * A block.
   *
   * @param first the operation of it that ended first
   * @param latest the one that began last
   * @param set what set one of its values, for a person
   */
  private record Block(RegisterOp first, RegisterOp latest, RegisterOp set) {
    boolean isBefore(Block other) {
      return first.end() < other.latest.call();
    }

    Block with(RegisterOp ended, RegisterOp begun, RegisterOp by) {
      return new Block(
          ended.end() < first.end() ? ended : first,
          begun.call() > latest.call() ? begun : latest,
          by);
    }
  }

  /** The blocks of what happened before a moment; what was not over by then is unfinished. */
  Blocks(List<RegisterOp> ops, int values, int moment) {
    this.moment = moment;
    this.setter = new RegisterOp[values];
    this.swap = new RegisterOp[values];
    this.firstRead = new RegisterOp[values];
    this.latestRead = new RegisterOp[values];
    this.blocks = new Block[moment + 1];
    gather(ops);
  }

  /** Operations that contradict each other; none if there is an order. */
  List<RegisterOp> conflict() {
    List<RegisterOp> wrong = nowhere();
    int walked = 0;
    int count = 0;
    for (int value = 0; value < setter.length && wrong.isEmpty(); value++) {
      if (setter[value] != null) {
        count++;
        if (setter[value].expects() == ANY) {
          List<RegisterOp> block = new ArrayList<>();
          walked += walk(value, block);
          wrong = block;
        }
      }
    }
    if (wrong.isEmpty() && walked < count) {
      wrong = circle();
    }
    if (wrong.isEmpty()) {
      wrong = compare();
    }
    return wrong.stream().filter(op -> op != START).distinct().toList();
  }

  /** Finds who set each value that something certainly found, and who found it. */
  private void gather(List<RegisterOp> ops) {
    setter[NOTHING] = START;
    RegisterOp[] open = new RegisterOp[setter.length];
    List<Integer> found = new ArrayList<>();
    for (RegisterOp op : ops) {
      if (op.call() >= moment) {
        break;
      }
      if (op.end() >= moment) {
        if (op.sets() != ANY) {
          open[op.sets()] = op;
        }
        continue;
      }
      if (op.sets() != ANY) {
        setter[op.sets()] = op;
      } else {
        read(op);
      }
      if (op.expects() != ANY) {
        found.add(op.expects());
      }
    }
    // An unfinished swap that did happen has found a value itself.
    for (int value : found) {
      while (value != ANY && setter[value] == null && open[value] != null) {
        setter[value] = open[value];
        value = open[value].expects();
      }
    }
  }

  private void read(RegisterOp op) {
    int value = op.expects();
    if (firstRead[value] == null || op.end() < firstRead[value].end()) {
      firstRead[value] = op;
    }
    if (latestRead[value] == null || op.call() > latestRead[value].call()) {
      latestRead[value] = op;
    }
  }

  /** What found a value that nobody set, or that another swap had replaced. */
  private List<RegisterOp> nowhere() {
    for (int value = 0; value < setter.length; value++) {
      if (firstRead[value] != null && setter[value] == null) {
        return List.of(firstRead[value]);
      }
      RegisterOp op = setter[value];
      if (op != null && op.expects() != ANY) {
        if (setter[op.expects()] == null) {
          return List.of(op);
        }
        if (swap[op.expects()] != null) {
          return List.of(setter[op.expects()], swap[op.expects()], op);
        }
        swap[op.expects()] = op;
      }
    }
    return List.of();
  }

  /** Walks through the block that begins with this value; returns how many values it has. */
  private int walk(int first, List<RegisterOp> wrong) {
    Block block = new Block(setter[first], setter[first], setter[first]);
    int count = 0;
    for (RegisterOp set = setter[first]; set != null; set = swap[set.sets()]) {
      // All that was earlier in the block must be able to be before this.
      note(set, block, wrong);
      block = block.with(set, set, set);
      RegisterOp read = firstRead[set.sets()];
      if (read != null) {
        note(read, block, wrong);
        block = block.with(read, latestRead[set.sets()], set);
      }
      count++;
    }
    blocks[block.first().end() + 1] = block;
    return count;
  }

  private static void note(RegisterOp op, Block before, List<RegisterOp> wrong) {
    if (wrong.isEmpty() && op.end() < before.latest().call()) {
      wrong.addAll(List.of(before.set(), before.latest(), op));
    }
  }

  /** Swaps of which each found what the next one left. */
  private List<RegisterOp> circle() {
    boolean[] reached = new boolean[setter.length];
    for (int value = 0; value < setter.length; value++) {
      if (setter[value] != null && setter[value].expects() == ANY) {
        for (RegisterOp op = setter[value]; op != null; op = swap[op.sets()]) {
          reached[op.sets()] = true;
        }
      }
    }
    List<RegisterOp> circle = new ArrayList<>();
    for (int value = 0; value < setter.length; value++) {
      if (setter[value] != null && !reached[value]) {
        for (RegisterOp op = setter[value]; !circle.contains(op); op = swap[op.sets()]) {
          circle.add(op);
        }
        return circle;
      }
    }
    return circle;
  }

  /** Two blocks that are before each other. */
  private List<RegisterOp> compare() {
    // Of blocks that began last after they ended first, no two may overlap; any other block must
    // not lie within one of them.
    Block[] earlier = new Block[moment + 1];
    Block last = null;
    for (int end = 0; end <= moment; end++) {
      Block block = blocks[end];
      if (block != null && block.isBefore(block)) {
        if (last != null && block.isBefore(last)) {
          return both(last, block);
        }
        last = block;
      }
      earlier[end] = last;
    }
    return Stream.of(blocks)
        .filter(Objects::nonNull)
        .filter(block -> !block.isBefore(block))
        .filter(block -> around(block, earlier) != null)
        .findFirst()
        .map(block -> both(around(block, earlier), block))
        .orElse(List.of());
  }

  /** The block that this one lies within, which began no later than it ended; null if none. */
  private static Block around(Block block, Block[] earlier) {
    Block before = earlier[Math.max(0, block.latest().call())];
    return before != null && block.isBefore(before) ? before : null;
  }

  private static List<RegisterOp> both(Block a, Block b) {
    return List.of(a.set(), a.first(), a.latest(), b.set(), b.first(), b.latest());
  }
}

package glomers.workbench.checker.txn;

import glomers.workbench.history.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One transaction: what was asked, how it ended, and what it read and wrote. */
final class RegisterTxn {

  /**
   * One step of a transaction.
   *
   * @param value what was written or read; null is what a key holds before any write
   * @param shown all that was read, or the one value that was written
   * @param plain as histories write it
   */
  record MicroOp(boolean write, Object key, Object value, List<?> shown, List<?> plain) {

    Version version() {
      return new Version(key, value);
    }
  }

  /** A value of a key. Each is written at most once in a run, so it tells who wrote it. */
  record Version(Object key, Object value) {}

  private final int place;
  private final Operation invocation;
  private final Operation completion;
  private final List<MicroOp> steps;
  private final Map<Object, Object> externalReads = new LinkedHashMap<>(4); // there are many such
  private final Map<Object, Object> finalWrites = new LinkedHashMap<>(4);

  /**
   * A transaction.
   *
   * @param place its place among all of the history
   * @param beyondOwn whether a list that was read after own appends shows, before these, what
   *     others had left; Elle leaves such a read out
   */
  RegisterTxn(
      int place, Operation invocation, Operation completion, DataType type, boolean beyondOwn) {
    this.place = place;
    this.invocation = invocation;
    this.completion = completion;
    this.steps = type.steps(ok() ? completion.value() : invocation.value());
    for (MicroOp step : steps) {
      if (!step.write()) {
        // Not putIfAbsent: a first read of null is a read, too, and no later one may replace it.
        if (!ok() || externalReads.containsKey(step.key())) {
          continue;
        }
        if (!finalWrites.containsKey(step.key())) {
          externalReads.put(step.key(), step.value());
        } else if (beyondOwn && type == DataType.LIST) {
          addReadBeyondOwn(step);
        }
      } else {
        finalWrites.put(step.key(), step.value());
      }
    }
  }

  private void addReadBeyondOwn(MicroOp read) {
    var own =
        steps.stream()
            .takeWhile(step -> step != read)
            .filter(step -> step.write() && step.key().equals(read.key()))
            .map(MicroOp::value)
            .toList();
    List<?> shown = read.shown();
    int others = shown.size() - own.size();
    if (others >= 0 && shown.subList(others, shown.size()).equals(own)) { // else it is internal
      externalReads.put(read.key(), others == 0 ? null : shown.get(others - 1));
    }
  }

  int place() {
    return place;
  }

  Operation invocation() {
    return invocation;
  }

  /** What the reply said, or null if there was none. */
  Operation completion() {
    return completion;
  }

  /** What stands for it in a result. */
  Operation shown() {
    return completion == null ? invocation : completion;
  }

  /** How it ended; {@code INFO} if it did not. */
  Operation.Type outcome() {
    return completion == null ? Operation.Type.INFO : completion.type();
  }

  boolean ok() {
    return outcome() == Operation.Type.OK;
  }

  /** Of the reply if it succeeded, else of the request. */
  List<MicroOp> steps() {
    return steps;
  }

  /**
   * What others' writes it saw: by key, the first read that no own write precedes, or that shows
   * what stands before own appends.
   */
  Map<Object, Object> externalReads() {
    return externalReads;
  }

  /** All that it read, its own writes included; nothing if it did not succeed. */
  List<Version> reads() {
    return ok()
        ? steps.stream().filter(step -> !step.write()).map(MicroOp::version).toList()
        : List.of();
  }

  /** What it left for others: by key, its last write. */
  Map<Object, Object> finalWrites() {
    return finalWrites;
  }

  /** Whether it wrote this, and then another value that it left in its place. */
  boolean replaced(Version version) {
    return !Objects.equals(finalWrites.get(version.key()), version.value())
        && steps.stream().anyMatch(step -> step.write() && step.version().equals(version));
  }
}

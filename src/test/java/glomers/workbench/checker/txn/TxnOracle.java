package glomers.workbench.checker.txn;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells by trying all orders whether a tiny history satisfies a model, by the model's definition
 * and by nothing that the checker uses. Transactions of unknown outcome may or may not have
 * happened.
 */
final class TxnOracle {
  private static final Keyword READ = Keyword.of("r");

  /** A list is a register that holds its last value, and shows those before it. */
  private record MicroOp(boolean write, Object key, Object value, List<?> list) {}

  /** What is known of one transaction; it ends never if its outcome is unknown. */
  private record Txn(int process, long begin, long end, boolean certain, List<MicroOp> steps) {

    Map<Object, Object> written() {
      var written = new HashMap<Object, Object>();
      steps.stream().filter(MicroOp::write).forEach(step -> written.put(step.key(), step.value()));
      return written;
    }

    /** The first read of each key, without own values that a list shows at its end. */
    Map<Object, Object> read() {
      var read = new HashMap<Object, Object>();
      var touched = new HashSet<Object>();
      var own = new HashMap<Object, List<Object>>();
      for (MicroOp step : steps) {
        var mine = own.computeIfAbsent(step.key(), any -> new ArrayList<>());
        if (touched.add(step.key()) && !step.write()) {
          read.put(step.key(), step.value());
        } else if (step.list() != null && !read.containsKey(step.key())) {
          var others = new ArrayList<Object>(step.list());
          others.removeAll(mine);
          read.put(step.key(), others.isEmpty() ? null : others.getLast());
        }
        if (step.write()) {
          mine.add(step.value());
        }
      }
      return read;
    }

    boolean contradictsItself() {
      var known = new HashMap<Object, Object>();
      var whole = new HashMap<Object, List<Object>>(); // of lists that were read
      for (MicroOp step : steps) {
        if (step.write()) {
          whole.computeIfPresent(
              step.key(),
              (key, list) -> Stream.concat(list.stream(), Stream.of(step.value())).toList());
        } else {
          List<Object> shown = step.list() == null ? List.of() : List.copyOf(step.list());
          List<Object> expected = whole.put(step.key(), shown);
          if (step.list() != null && expected != null && !expected.equals(shown)) {
            return true;
          }
        }
        if (!step.write()
            && known.containsKey(step.key())
            && !Objects.equals(known.get(step.key()), step.value())) {
          return true;
        }
        known.put(step.key(), step.value());
      }
      return false;
    }

    boolean endsBefore(Txn other) {
      return end < other.begin;
    }

    boolean precedesInSession(Txn other) {
      return process == other.process && end < other.begin;
    }
  }

  /** Which order from outside an order of transactions must keep. */
  private enum Kept {
    NONE,
    SESSIONS,
    REAL_TIME
  }

  private final List<Txn> certain = new ArrayList<>();
  private final List<Txn> open = new ArrayList<>();

  TxnOracle(List<Operation> history) {
    var begun = new HashMap<Integer, Operation>();
    for (Operation entry : history) {
      if (entry.type() == Type.INVOKE) {
        begun.put(entry.process(), entry);
      } else {
        Operation invocation = begun.remove(entry.process());
        if (entry.type() == Type.OK) {
          certain.add(
              new Txn(
                  entry.process(),
                  invocation.index(),
                  entry.index(),
                  true,
                  steps(entry.value(), true)));
        } else if (entry.type() == Type.INFO) {
          open.add(unknown(invocation));
        }
      }
    }
    begun.values().forEach(invocation -> open.add(unknown(invocation)));
  }

  private static Txn unknown(Operation invocation) {
    return new Txn(
        invocation.process(),
        invocation.index(),
        Long.MAX_VALUE,
        false,
        steps(invocation.value(), false));
  }

  private static List<MicroOp> steps(Object value, boolean reads) {
    var steps = new ArrayList<MicroOp>();
    for (Object step : (List<?>) value) {
      var parts = (List<?>) step;
      boolean write = !parts.get(0).equals(READ);
      if (parts.get(2) instanceof List<?> list) {
        if (reads) {
          steps.add(new MicroOp(false, parts.get(1), list.isEmpty() ? null : list.getLast(), list));
        }
      } else if (write || reads) {
        steps.add(new MicroOp(write, parts.get(1), parts.get(2), null));
      }
    }
    return steps;
  }

  /** Whether each list that was read is what was appended up to its last value. */
  private static boolean areListsAppended(List<Txn> order) {
    var whole = new HashMap<Object, List<Object>>();
    for (Txn txn : order) {
      txn.steps().stream()
          .filter(MicroOp::write)
          .forEach(step ->
              whole.computeIfAbsent(step.key(), any -> new ArrayList<>()).add(step.value()));
    }
    return order.stream()
        .flatMap(txn -> txn.steps().stream())
        .filter(step -> step.list() != null)
        .allMatch(step -> {
          var all = whole.getOrDefault(step.key(), List.of());
          return step.list().size() <= all.size()
              && all.subList(0, step.list().size()).equals(step.list());
        });
  }

  /** Whether some order explains the history under this model. */
  boolean explains(ConsistencyModel model) {
    for (int chosen = 0; chosen < 1 << open.size(); chosen++) {
      var txns = new ArrayList<>(certain);
      for (int i = 0; i < open.size(); i++) {
        if ((chosen >>> i & 1) == 1) {
          txns.add(open.get(i));
        }
      }
      if (anyOrder(txns, new ArrayList<>(), model)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyOrder(List<Txn> rest, List<Txn> order, ConsistencyModel model) {
    if (rest.isEmpty()) {
      return areListsAppended(order) && satisfies(order, model);
    }
    for (int i = 0; i < rest.size(); i++) {
      var others = new ArrayList<>(rest);
      order.add(others.remove(i));
      if (anyOrder(others, order, model)) {
        return true;
      }
      order.removeLast();
    }
    return false;
  }

  private static boolean satisfies(List<Txn> order, ConsistencyModel model) {
    return switch (model) {
      case READ_COMMITTED -> committed(order);
      case MONOTONIC_ATOMIC_VIEW -> committed(order) && monotonic(order);
      case STRONG_SESSION_MONOTONIC_ATOMIC_VIEW ->
          keeps(order, Kept.SESSIONS) && committed(order) && monotonic(order);
      case READ_ATOMIC -> atomic(order, false, Kept.NONE);
      case STRONG_SESSION_READ_ATOMIC -> atomic(order, false, Kept.SESSIONS);
      case CAUSAL_CERONE -> atomic(order, true, Kept.NONE);
      case STRONG_SESSION_CAUSAL -> atomic(order, true, Kept.SESSIONS);
      case SNAPSHOT_ISOLATION -> snapshots(order, Kept.NONE);
      case STRONG_SESSION_SNAPSHOT_ISOLATION -> snapshots(order, Kept.SESSIONS);
      case STRONG_SNAPSHOT_ISOLATION -> snapshots(order, Kept.REAL_TIME);
      case SERIALIZABLE, ONE_COPY_SERIALIZABLE -> serial(order, Kept.NONE);
      case STRONG_SESSION_SERIALIZABLE -> serial(order, Kept.SESSIONS);
      case STRICT_SERIALIZABLE -> serial(order, Kept.REAL_TIME);
      default -> throw new IllegalArgumentException(model.label());
    };
  }

  private static boolean keeps(List<Txn> order, Kept kept) {
    for (int i = 0; i < order.size(); i++) {
      for (int j = i + 1; j < order.size(); j++) {
        if (comesFirst(order.get(j), order.get(i), kept)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean comesFirst(Txn one, Txn other, Kept kept) {
    return switch (kept) {
      case NONE -> false;
      case SESSIONS -> one.precedesInSession(other);
      case REAL_TIME -> one.endsBefore(other);
    };
  }

  /** One after the other, each on what the one before left. */
  private static boolean serial(List<Txn> order, Kept kept) {
    if (!keeps(order, kept)) {
      return false;
    }
    var state = new HashMap<Object, Object>();
    for (Txn txn : order) {
      for (MicroOp step : txn.steps()) {
        if (step.write()) {
          state.put(step.key(), step.value());
        } else if (!Objects.equals(state.get(step.key()), step.value())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Each reads the state at some point before its own, and nobody wrote its keys since. */
  private static boolean snapshots(List<Txn> order, Kept kept) {
    if (!keeps(order, kept)) {
      return false;
    }
    for (int at = 0; at < order.size(); at++) {
      Txn txn = order.get(at);
      boolean any = false;
      for (int from = 0; from <= at; from++) {
        any |= isSnapshot(order, txn, at, from, kept);
      }
      if (!any || txn.contradictsItself()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSnapshot(List<Txn> order, Txn txn, int at, int from, Kept kept) {
    var state = new HashMap<Object, Object>();
    order.subList(0, from).forEach(before -> state.putAll(before.written()));
    for (Txn between : order.subList(from, at)) {
      if (comesFirst(between, txn, kept)
          || between.written().keySet().stream().anyMatch(txn.written()::containsKey)) {
        return false;
      }
    }
    return txn.read().entrySet().stream()
        .allMatch(read -> Objects.equals(state.get(read.getKey()), read.getValue()));
  }

  /** Each read is of what a transaction before it left, or of an own write before it. */
  private static boolean committed(List<Txn> order) {
    for (int at = 0; at < order.size(); at++) {
      var own = new HashSet<List<Object>>();
      for (MicroOp step : order.get(at).steps()) {
        if (step.write()) {
          own.add(List.of(step.key(), step.value()));
        } else if (step.value() != null
            && !own.contains(List.of(step.key(), step.value()))
            && order.subList(0, at).stream()
                .noneMatch(txn -> step.value().equals(txn.written().get(step.key())))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whoever read from a transaction sees all of it from then on. */
  private static boolean monotonic(List<Txn> order) {
    for (Txn txn : order) {
      var own = new HashSet<List<Object>>();
      int[] seen = new int[order.size()];
      for (MicroOp step : txn.steps()) {
        if (step.write()) {
          own.add(List.of(step.key(), step.value()));
        } else if (step.value() == null || !own.contains(List.of(step.key(), step.value()))) {
          int writer = step.value() == null ? -1 : writer(order, step.key(), step.value());
          for (int later = writer + 1; later < order.size(); later++) {
            if (seen[later] > 0 && order.get(later).written().containsKey(step.key())) {
              return false;
            }
          }
          if (writer >= 0) {
            seen[writer]++;
          }
        }
      }
    }
    return true;
  }

  /** Whoever reads from a transaction sees all of it, and of all that it had seen if so asked. */
  private static boolean atomic(List<Txn> order, boolean transitive, Kept kept) {
    if (!keeps(order, kept)) {
      return false;
    }
    var seen = new ArrayList<Set<Integer>>();
    for (int at = 0; at < order.size(); at++) {
      Txn txn = order.get(at);
      var direct = new HashSet<Integer>();
      for (int before = 0; before < at; before++) {
        if (comesFirst(order.get(before), txn, kept)) {
          direct.add(before);
        }
      }
      for (Map.Entry<Object, Object> read : txn.read().entrySet()) {
        if (read.getValue() != null) {
          int writer = writer(order.subList(0, at), read.getKey(), read.getValue());
          if (writer < 0) {
            return false;
          }
          direct.add(writer);
        }
      }
      var visible = new HashSet<>(direct);
      if (transitive) {
        direct.forEach(writer -> visible.addAll(seen.get(writer)));
      }
      seen.add(visible);
      for (Map.Entry<Object, Object> read : txn.read().entrySet()) {
        Object latest =
            visible.stream()
                .sorted()
                .map(order::get)
                .filter(writer -> writer.written().containsKey(read.getKey()))
                .map(writer -> writer.written().get(read.getKey()))
                .reduce(null, (earlier, later) -> later);
        if (!Objects.equals(latest, read.getValue())) {
          return false;
        }
      }
      if (txn.contradictsItself()) {
        return false;
      }
    }
    return true;
  }

  private static int writer(List<Txn> before, Object key, Object value) {
    for (int i = 0; i < before.size(); i++) {
      if (value.equals(before.get(i).written().get(key))) {
        return i;
      }
    }
    return -1;
  }
}

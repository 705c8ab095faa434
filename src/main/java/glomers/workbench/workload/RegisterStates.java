package glomers.workbench.workload;

import glomers.node.ErrorCode;
import glomers.node.RpcException;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.txn.RegisterTxnChecker;
import glomers.workbench.client.Client;
import glomers.workbench.client.MalformedReplyException;
import glomers.workbench.client.RpcTimeoutException;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What every node holds in every register when all is over. Transactions may lag behind for as long
 * as they like, so no history alone can tell whether replicas ever agree.
 */
final class RegisterStates implements Inspection {
  /** Keys read in one transaction: few enough for a reply that no library chokes on. */
  private static final int KEYS_AT_ONCE = 100;

  /** Reads registers in one transaction; returns its steps, completed. */
  @FunctionalInterface
  interface StateReader {
    List<Object> read(Client client, String node, List<Long> keys);
  }

  private final StateReader reader;
  private final SortedSet<Long> keys = new ConcurrentSkipListSet<>();
  private final Map<String, Map<Object, Object>> byNode = new TreeMap<>(); // guarded by itself
  private final Map<String, String> unread = new TreeMap<>(); // guarded by byNode
  private final SortedSet<String> silent = new TreeSet<>(); // guarded by byNode, part of unread

  RegisterStates(StateReader reader) {
    this.reader = reader;
  }

  /** Remembers a key that may be written. */
  void noteKey(long key) {
    keys.add(key);
  }

  @Override
  public void inspect(String node, Client client) {
    Map<Object, Object> state = new LinkedHashMap<>();
    String failure = null;
    boolean answered = true;
    try {
      List<Long> all = new ArrayList<>(keys);
      for (int from = 0; from < all.size(); from += KEYS_AT_ONCE) {
        int to = Math.min(all.size(), from + KEYS_AT_ONCE);
        for (Object step : reader.read(client, node, all.subList(from, to))) {
          state.put(((List<?>) step).get(1), ((List<?>) step).get(2));
        }
      }
    } catch (RpcTimeoutException e) {
      failure = e.getMessage();
      answered = false;
    } catch (RpcException e) {
      failure = e.getMessage();
      answered = !e.is(ErrorCode.TIMEOUT); // which the node library says for a handler that hangs
    } catch (MalformedReplyException e) {
      failure = e.getMessage();
    }
    synchronized (byNode) {
      silent.remove(node);
      if (!answered) {
        silent.add(node);
      }
      if (failure == null) {
        byNode.put(node, state);
        unread.remove(node);
      } else {
        unread.put(node, failure);
        byNode.remove(node);
      }
    }
  }

  @Override
  public boolean isSatisfied() {
    synchronized (byNode) {
      return unread.isEmpty() && byNode.values().stream().distinct().count() <= 1;
    }
  }

  /** Judges a history together with what was seen here. */
  Verdict judge(RegisterTxnChecker checker, List<Operation> history) {
    Map<String, Map<Object, Object>> seen;
    Map<String, String> unseen;
    List<String> mute;
    synchronized (byNode) {
      seen = new TreeMap<>(byNode);
      unseen = new TreeMap<>(unread);
      mute = List.copyOf(silent);
    }
    Verdict verdict = checker.withFinalStates(seen).check(history);
    if (unseen.isEmpty()) {
      return verdict;
    }
    Map<Keyword, Object> details = new LinkedHashMap<>(verdict.details());
    details.put(Keyword.of("unread"), unseen);
    if (!mute.isEmpty()) {
      details.put(Keyword.of("silent"), mute);
    }
    return new Verdict(verdict.validity().and(Validity.UNKNOWN), details);
  }
}

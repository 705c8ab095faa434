package glomers.workbench;

import glomers.node.ErrorCode;
import glomers.node.RpcException;
import glomers.workbench.checker.Details;
import glomers.workbench.client.Client;
import glomers.workbench.client.RpcTimeoutException;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Symbol;
import glomers.workbench.workload.Caller;
import glomers.workbench.workload.Completion;
import glomers.workbench.workload.Invocation;
import glomers.workbench.workload.Session;
import glomers.workbench.workload.Workload;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries out one operation after the other with one node. After one of unknown outcome it goes on
 * under a new process number, as the history's rules demand.
 */
final class Worker {
  private final int index;
  private final int concurrency;
  private final String node;
  private final Workload workload;
  private final Recorder recorder;
  private final OpenClients clients;
  private final Supplier<Optional<Keyword>> halted;
  private int process;
  private int announced = -1;
  private Client client;
  private Session session;

  Worker(
      int index,
      Plan plan,
      Workload workload,
      Recorder recorder,
      OpenClients clients,
      Supplier<Optional<Keyword>> halted) {
    this.index = index;
    this.process = index;
    this.concurrency = plan.concurrency();
    this.node = plan.nodeOf(index);
    this.workload = workload;
    this.recorder = recorder;
    this.clients = clients;
    this.halted = halted;
  }

  Caller caller() {
    return new Caller(index, process, node);
  }

  void perform(Invocation invocation) {
    if (client == null) {
      client = clients.open();
      session = workload.open(client, node);
      announced = -1;
    }
    if (announced != process) {
      announced = process;
      client.actsFor(process);
    }
    Caller caller = caller();
    recorder.add(Type.INVOKE, process, invocation.f(), invocation.value(), invocation.extra());
    Completion completion = attempt(invocation);
    Map<Keyword, Object> extra = new LinkedHashMap<>(invocation.extra());
    extra.putAll(completion.extra());
    recorder.add(completion.type(), process, invocation.f(), completion.value(), extra);
    if (completion.type() == Type.INFO) {
      // Nobody knows whether the operation is still going on: its process never acts again.
      process += concurrency;
      if (!workload.reusesClients()) {
        close();
      }
    }
    workload.completed(caller, invocation, completion);
  }

  private Completion attempt(Invocation invocation) {
    boolean idempotent = workload.idempotent().contains(invocation.f());
    try {
      return session.perform(invocation);
    } catch (RpcTimeoutException e) {
      Optional<Keyword> halt = halted.get();
      if (!workload.interpretsErrors() && halt.isEmpty()) {
        return indeterminate(invocation, e);
      }
      Keyword error = halt.orElse(Unsuccessful.NET_TIMEOUT);
      return idempotent ? Completion.fail(invocation, error) : Completion.info(invocation, error);
    } catch (RpcException e) {
      if (!workload.interpretsErrors()) {
        return indeterminate(invocation, e);
      }
      return e.definite() || idempotent
          ? Completion.fail(invocation, error(e))
          : Completion.info(invocation, error(e));
    } catch (RuntimeException e) {
      return indeterminate(invocation, e);
    }
  }

  private static List<Object> error(RpcException e) {
    String label = ErrorCode.of(e.code()).map(ErrorCode::label).orElse("unknown");
    return Arrays.asList(Keyword.of(label), text(e)); // the text may be null
  }

  /** What a node says, with the number of an error that only that node's author can name. */
  private static String text(RuntimeException e) {
    return e instanceof RpcException error && ErrorCode.of(error.code()).isEmpty()
        ? ("code " + error.code() + ": " + e.getMessage()).replaceFirst(": $", "")
        : e.getMessage();
  }

  private static Completion indeterminate(Invocation invocation, RuntimeException e) {
    Map<Keyword, Object> cause =
        new Details()
            .with("type", new Symbol(e.getClass().getName()))
            .with("message", text(e))
            .map();
    Map<Keyword, Object> exception =
        new Details().with("via", List.of(cause)).with("cause", text(e)).map();
    Map<Keyword, Object> extra = new LinkedHashMap<>();
    extra.put(Operation.EXCEPTION, exception);
    extra.put(Operation.ERROR, "indeterminate: " + text(e));
    return new Completion(Type.INFO, invocation.value(), extra);
  }

  void close() {
    if (client != null) {
      clients.close(client);
      client = null;
      session = null;
    }
  }
}

package glomers.workbench.process;

import glomers.node.Host;
import glomers.workbench.Cluster;
import glomers.workbench.NodeDeath;
import glomers.workbench.SetUpException;
import glomers.workbench.network.Inbox;
import glomers.workbench.network.Network;
import glomers.workbench.network.Party;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.store.BoundedLog;
import glomers.workbench.store.DiskProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Nodes that are child processes, each running the same command. */
public final class ProcessCluster implements Cluster {
  private final Host host;
  private final Network network;
  private final ProtocolFaults faults;
  private final List<String> command;
  private final Path logs;
  private final Path disks;
  private final long logLimit;
  private final boolean compat;
  private final BiConsumer<String, String> echo;
  private final Consumer<Throwable> ownFault;
  private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();
  private final Map<String, NodeProcess> processes = new ConcurrentHashMap<>();
  private final Map<String, BoundedLog> logFiles = new ConcurrentSkipListMap<>();
  private final Map<String, List<Long>> unkilled = new ConcurrentSkipListMap<>();
  private volatile Consumer<NodeDeath> listener = death -> {};
  private volatile boolean stopped;

  /**
   * A cluster of which no node runs.
   *
   * @param command the program and its arguments
   * @param logs the folder, which must exist, for a file of each node's stderr
   * @param disks the folder, which need not exist, for what nodes keep over a crash
   * @param logLimit how many bytes of each of these are kept, about
   * @param compat whether to treat stdout as Maelstrom does
   * @param echo is given a node's name and each line of its stderr
   * @param ownFault is told what is thrown where nothing should be
   */
  public ProcessCluster(
      Host host,
      Network network,
      ProtocolFaults faults,
      List<String> command,
      Path logs,
      Path disks,
      long logLimit,
      boolean compat,
      BiConsumer<String, String> echo,
      Consumer<Throwable> ownFault) {
    this.host = host;
    this.network = network;
    this.faults = faults;
    this.command = List.copyOf(command);
    this.logs = logs;
    this.disks = disks.toAbsolutePath();
    this.logLimit = logLimit;
    this.compat = compat;
    this.echo = echo;
    this.ownFault = ownFault;
  }

  @Override
  public void onDeath(Consumer<NodeDeath> newListener) {
    listener = newListener;
  }

  @Override
  public void attach(String node) {
    Inbox inbox = new Inbox(host.mailbox(Integer.MAX_VALUE));
    inboxes.put(node, inbox);
    network.attach(node, Party.NODE, inbox);
  }

  @Override
  public void start(String node) {
    if (processes.containsKey(node)) {
      network.emptied(node);
      inboxes.get(node).reopen(host.mailbox(Integer.MAX_VALUE));
    }
    NodeProcess process =
        new NodeProcess(
            node,
            command,
            disks.resolve(node),
            log(node),
            inboxes.get(node).mailbox(),
            new StdoutReader(node, network, faults, compat),
            line -> echo.accept(node, line),
            envelope -> network.taken(node, envelope),
            ownFault);
    processes.put(node, process);
    process.onDeath(death -> listener.accept(death));
    if (stopped) {
      process.kill();
    }
  }

  @Override
  public void pause(String node) {
    processes.get(node).pause();
  }

  @Override
  public void resume(String node) {
    processes.get(node).resume();
  }

  @Override
  public void crash(String node) {
    NodeProcess process = processes.get(node);
    if (process.diedByItself()) {
      // That was not us, and must not look as if it were.
      listener.accept(process.death());
    }
    end(node, process);
  }

  private void end(String node, NodeProcess process) {
    process.kill();
    process.awaitEnd();
    killRest(node, process);
  }

  private void killRest(String node, NodeProcess process) {
    List<Long> left = process.killRest().stream().map(ProcessHandle::pid).toList();
    if (!left.isEmpty()) {
      unkilled.put(node, left);
    }
  }

  /** One for all lives of a node. Without a place for its log no node is started. */
  private BoundedLog log(String node) {
    BoundedLog known = logFiles.get(node);
    if (known != null) {
      return known;
    }
    try {
      BoundedLog fresh = new BoundedLog(logs.resolve(node + ".log"), logLimit);
      logFiles.put(node, fresh);
      return fresh;
    } catch (IOException e) {
      throw new SetUpException("Node " + node + " could not be started: " + DiskProblem.of(e), e);
    }
  }

  @Override
  public String lastWords(String node) {
    NodeProcess process = processes.get(node);
    return process == null ? "It was not started." : process.lastWords();
  }

  @Override
  public List<String> symptoms(String node) {
    NodeProcess process = processes.get(node);
    return process == null ? List.of() : process.symptoms();
  }

  @Override
  public void stop() {
    List<NodeDeath> deaths = new ArrayList<>();
    for (NodeProcess process : processes.values()) {
      if (process.diedByItself()) {
        deaths.add(process.death());
      }
    }
    kill();
    processes.forEach(this::end);
    logFiles.values().forEach(BoundedLog::close);
    inboxes.keySet().forEach(network::detach);
    deaths.forEach(listener);
  }

  private void kill() {
    stopped = true;
    processes.values().forEach(NodeProcess::kill);
  }

  /** Ends all processes and logs at once: for when the workbench itself ends. */
  public void abandon() {
    kill();
    processes.forEach(this::killRest);
    logFiles.values().forEach(BoundedLog::close);
  }

  /** What was not kept, or not ended, for a person: a line each. To be asked when all is over. */
  public List<String> leftOvers() {
    List<String> lines = new ArrayList<>();
    logFiles.forEach((node, log) ->
        log.loss()
            .ifPresent(how ->
                lines.add("the log of " + node + " " + how + " (--keep-logs); " + log.path())));
    unkilled.forEach((node, left) ->
        lines.add(
            "%s left processes that could not be ended: %s"
                .formatted(
                    node, left.stream().map(String::valueOf).collect(Collectors.joining(", ")))));
    return lines;
  }
}

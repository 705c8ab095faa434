package glomers.workbench.process;

import glomers.node.Host;
import glomers.workbench.Cluster;
import glomers.workbench.NodeDeath;
import glomers.workbench.network.Inbox;
import glomers.workbench.network.Network;
import glomers.workbench.network.Party;
import glomers.workbench.protocol.ProtocolFaults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Nodes that are child processes, each running the same command. */
public final class ProcessCluster implements Cluster {
  private final Host host;
  private final Network network;
  private final ProtocolFaults faults;
  private final List<String> command;
  private final Path logs;
  private final boolean compat;
  private final BiConsumer<String, String> echo;
  private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();
  private final Map<String, NodeProcess> processes = new ConcurrentHashMap<>();
  private volatile Consumer<NodeDeath> listener = death -> {};
  private volatile boolean stopped;

  /**
   * A cluster of which no node runs.
   *
   * @param command the program and its arguments
   * @param logs the folder, which must exist, for a file of each node's stderr
   * @param compat whether to treat stdout as Maelstrom does
   * @param echo is given a node's name and each line of its stderr
   */
  public ProcessCluster(
      Host host,
      Network network,
      ProtocolFaults faults,
      List<String> command,
      Path logs,
      boolean compat,
      BiConsumer<String, String> echo) {
    this.host = host;
    this.network = network;
    this.faults = faults;
    this.command = List.copyOf(command);
    this.logs = logs;
    this.compat = compat;
    this.echo = echo;
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
      inboxes.get(node).reopen(host.mailbox(Integer.MAX_VALUE));
    }
    NodeProcess process =
        NodeProcess.start(
            node,
            command,
            logs.resolve(node + ".log"),
            inboxes.get(node).mailbox(),
            new StdoutReader(node, network, faults, compat),
            line -> echo.accept(node, line));
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
    process.kill();
    process.awaitEnd();
  }

  @Override
  public String lastWords(String node) {
    NodeProcess process = processes.get(node);
    return process == null ? "It was not started." : process.lastWords();
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
    processes.values().forEach(NodeProcess::awaitEnd);
    inboxes.keySet().forEach(network::detach);
    deaths.forEach(listener);
  }

  /** Kills all processes at once, without waiting for them: for when the workbench itself ends. */
  public void kill() {
    stopped = true;
    processes.values().forEach(NodeProcess::kill);
  }
}

package glomers.workbench;

import glomers.node.Body;
import glomers.node.RpcException;
import glomers.workbench.client.Client;
import glomers.workbench.client.MalformedReplyException;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.RpcTimeoutException;
import glomers.workbench.nemesis.Victims;
import glomers.workbench.protocol.Disturbances;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The nodes of a run as its nemeses see them. One that does not come back after a crash counts as
 * one that ended by itself.
 */
final class RunningNodes implements Victims {
  private final Cluster cluster;
  private final SetUp setUp;
  private final List<String> nodes;
  private final OpenClients clients;
  private final Disturbances disturbances;
  private final BooleanSupplier halted;
  private final Consumer<NodeDeath> died;

  RunningNodes(
      Cluster cluster,
      SetUp setUp,
      List<String> nodes,
      OpenClients clients,
      Disturbances disturbances,
      BooleanSupplier halted,
      Consumer<NodeDeath> died) {
    this.cluster = cluster;
    this.setUp = setUp;
    this.nodes = nodes;
    this.clients = clients;
    this.disturbances = disturbances;
    this.halted = halted;
    this.died = died;
  }

  @Override
  public void pause(String node) {
    disturbances.begin(node);
    cluster.pause(node);
  }

  @Override
  public void resume(String node) {
    cluster.resume(node);
    disturbances.end(node);
  }

  @Override
  public void crash(String node) {
    disturbances.begin(node);
    cluster.crash(node);
  }

  @Override
  public String restart(String node) {
    if (halted.getAsBoolean()) {
      return "the run was over";
    }
    try {
      setUp.initialise(node);
      disturbances.end(node);
      return "";
    } catch (SetUpException e) {
      if (halted.getAsBoolean()) {
        // Nobody waited for its answer any more, so it is not to blame.
        return "the run was over";
      }
      List<String> account = e.getMessage().lines().toList();
      died.accept(new NodeDeath(node, "did not come back after a crash", account, List.of()));
      return account.getFirst();
    }
  }

  @Override
  public String changeMembers(String request, String member) {
    String failure = "the run was over";
    for (String node : nodes) {
      if (halted.getAsBoolean()) {
        return failure;
      }
      Client client = clients.open();
      try {
        client.call(node, Rpc.of(request), Body.of(request).put("member", member));
        return "";
      } catch (RpcTimeoutException | RpcException | MalformedReplyException e) {
        failure = node + ": " + e.getMessage();
      } finally {
        clients.close(client);
      }
    }
    return failure;
  }

  @Override
  public void setClock(String node, Duration ahead, double rate) {
    cluster.setClock(node, ahead, rate);
  }
}

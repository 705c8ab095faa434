package glomers.workbench;

import glomers.workbench.nemesis.Victims;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The nodes of a run as its nemeses see them. One that does not come back after a crash has died.
 */
final class RunningNodes implements Victims {
  private final Cluster cluster;
  private final SetUp setUp;
  private final BooleanSupplier halted;
  private final Consumer<NodeDeath> died;

  RunningNodes(Cluster cluster, SetUp setUp, BooleanSupplier halted, Consumer<NodeDeath> died) {
    this.cluster = cluster;
    this.setUp = setUp;
    this.halted = halted;
    this.died = died;
  }

  @Override
  public void pause(String node) {
    cluster.pause(node);
  }

  @Override
  public void resume(String node) {
    cluster.resume(node);
  }

  @Override
  public void crash(String node) {
    cluster.crash(node);
  }

  @Override
  public String restart(String node) {
    if (halted.getAsBoolean()) {
      return "the run was over";
    }
    try {
      setUp.initialise(node);
      return "";
    } catch (SetUpException e) {
      List<String> account = e.getMessage().lines().toList();
      died.accept(new NodeDeath(node, "did not come back after a crash", account, List.of()));
      return account.getFirst();
    }
  }

  @Override
  public void setClock(String node, Duration ahead, double rate) {
    cluster.setClock(node, ahead, rate);
  }
}

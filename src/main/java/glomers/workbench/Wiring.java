package glomers.workbench;

import glomers.node.Host;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Delay;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.service.Services;
import glomers.workbench.workload.Workload;

/**
 * What a run needs beside its nodes and its workload, put together alike for every engine.
 *
 * @param network carries the messages of this one run
 * @param faults where breaches of the protocol are noted
 */
public record Wiring(Host host, Plan plan, Chance chance, Network network, ProtocolFaults faults) {

  /**
   * The network of a run, with nobody on it yet.
   *
   * @param delay how long messages take
   * @param journal hears of every message
   * @param chance decides what the seed decides
   */
  public static Wiring of(
      Host host, Plan plan, Delay delay, NetworkJournal journal, Chance chance) {
    Conditions conditions = new Conditions(delay, plan.faults().messages(), plan.compat());
    Network network = new Network(host, conditions, chance.stream("network"), journal);
    return new Wiring(host, plan, chance, network, new ProtocolFaults());
  }

  /**
   * A run that has not begun.
   *
   * @param cluster nodes on this network, which note breaches of the protocol in {@link #faults}
   * @param real whether time is real, so that the workbench itself may be late; it measures that
   */
  public Run run(Workload workload, Cluster cluster, boolean real) {
    return new Run(
        host,
        plan,
        workload,
        network,
        cluster,
        Services.all(chance.stream("services"), plan.compat()),
        faults,
        chance,
        real);
  }
}

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
public record Wiring(Host host, Plan plan, long seed, Network network, ProtocolFaults faults) {

  /**
   * The network of a run, with nobody on it yet.
   *
   * @param delay how long messages take
   * @param journal hears of every message
   * @param seed decides all that chance decides
   */
  public static Wiring of(Host host, Plan plan, Delay delay, NetworkJournal journal, long seed) {
    Conditions conditions = new Conditions(delay, plan.faults().messages(), plan.compat());
    Network network = new Network(host, conditions, SeededRandom.of(seed, "network"), journal);
    return new Wiring(host, plan, seed, network, new ProtocolFaults());
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
        Services.all(SeededRandom.of(seed, "services"), plan.compat()),
        faults,
        seed,
        real);
  }
}

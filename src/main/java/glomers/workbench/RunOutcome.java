package glomers.workbench;

import glomers.workbench.history.Operation;
import glomers.workbench.nemesis.CutWindow;
import glomers.workbench.nemesis.NodeWindow;
import glomers.workbench.network.NetworkStatistics;
import glomers.workbench.protocol.ProtocolFaults;
import java.util.List;
import java.util.Optional;

/**
 * What is left of a run, before anybody judges it.
 *
 * @param history all operations, in order
 * @param network what was sent
 * @param protocol what the nodes did against the protocol
 * @param partitions the partitions there were
 * @param nodeFaults what was done to nodes
 * @param death the node that ended by itself first, if one did
 * @param nemesisFailure what kept a fault from being done or undone, if anything did
 * @param storm whether the run was stopped because more messages were sent than its budget allows
 * @param punctuality how the workbench itself kept to its time; empty where time is simulated
 */
public record RunOutcome(
    List<Operation> history,
    NetworkStatistics network,
    ProtocolFaults protocol,
    List<CutWindow> partitions,
    List<NodeWindow> nodeFaults,
    Optional<NodeDeath> death,
    Optional<RuntimeException> nemesisFailure,
    boolean storm,
    Optional<Punctuality> punctuality) {}

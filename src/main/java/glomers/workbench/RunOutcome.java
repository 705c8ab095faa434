package glomers.workbench;

import glomers.workbench.history.Operation;
import glomers.workbench.nemesis.CutWindow;
import glomers.workbench.nemesis.NodeWindow;
import glomers.workbench.network.NetworkStatistics;
import glomers.workbench.protocol.ProtocolFaults;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is left of a run, before anybody judges it.
 *
 * @param history all operations, in order
 * @param network what was sent
 * @param protocol what the nodes did against the protocol
 * @param partitions the partitions there were
 * @param nodeFaults what was done to nodes
 * @param death the first node that ended by itself, or did not come back after a crash; if one did
 * @param nemesisFailure what kept a fault from being done or undone, if anything did
 * @param symptoms of each node the lines of its log that may say why it was silent
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
    Map<String, List<String>> symptoms,
    boolean storm,
    Optional<Punctuality> punctuality) {}

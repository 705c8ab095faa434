package glomers.workbench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Promise;
import glomers.node.RpcException;
import glomers.workbench.client.Client;
import glomers.workbench.client.MalformedReplyException;
import glomers.workbench.client.RpcTimeoutException;
import glomers.workbench.workload.Workload;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Brings the nodes up, several at once: start, {@code init}, and what the workload wants to tell.
 */
final class SetUp {
  /**
   * How many nodes are set up at a time. Every one has as long as Maelstrom gives it; but a small
   * machine that starts 25 JVMs at the same moment has none of them ready for long.
   */
  private static final int AT_ONCE = 8;

  private final Host host;
  private final Plan plan;
  private final Workload workload;
  private final Cluster cluster;
  private final OpenClients clients;
  private final Promise<NodeDeath> death;

  SetUp(
      Host host,
      Plan plan,
      Workload workload,
      Cluster cluster,
      OpenClients clients,
      Promise<NodeDeath> death) {
    this.host = host;
    this.plan = plan;
    this.workload = workload;
    this.cluster = cluster;
    this.clients = clients;
    this.death = death;
  }

  void initialise() {
    onAllNodes("init", "it answered init", this::initialise);
  }

  void prepare() {
    onAllNodes("preparation", "the first operation", this::prepare);
  }

  /** Does it on all nodes, and fails as soon as it fails on one. */
  private void onAllNodes(String what, String before, Consumer<String> action) {
    Queue<String> waiting = new ConcurrentLinkedQueue<>(plan.nodes());
    Mailbox<Optional<SetUpException>> results = host.mailbox(plan.nodes().size());
    for (int i = 0; i < Math.min(AT_ONCE, plan.nodes().size()); i++) {
      host.start(
          what,
          () -> {
            String node = waiting.poll();
            while (node != null) {
              results.offer(attempt(node, action));
              node = waiting.poll();
            }
          });
    }
    for (int i = 0; i < plan.nodes().size(); i++) {
      Optional<SetUpException> failure = results.take().orElseThrow();
      Optional<NodeDeath> dead = death.await(Duration.ZERO);
      if (dead.isPresent() || failure.isPresent()) {
        waiting.clear();
        throw dead.map(how -> new SetUpException(diedEarly(how, before)))
            .or(() -> failure)
            .orElseThrow();
      }
    }
  }

  private static Optional<SetUpException> attempt(String node, Consumer<String> action) {
    try {
      action.accept(node);
      return Optional.empty();
    } catch (SetUpException e) {
      return Optional.of(e);
    } catch (RuntimeException e) {
      return Optional.of(new SetUpException("Node " + node + " could not be set up: " + e, e));
    }
  }

  private static String diedEarly(NodeDeath dead, String before) {
    return new NodeDeath(
            dead.node(),
            dead.how() + " before " + before,
            dead.stderr(),
            dead.stdout(),
            dead.symptoms(),
            dead.log())
        .account();
  }

  /** Starts one node, tells it who it is, and waits until it says that it is there. */
  void initialise(String node) {
    // Its own time to start is within the time it has: the request waits in the pipe.
    Client client = clients.open();
    try {
      cluster.start(node);
      ObjectNode reply = client.exchange(node, init(node), plan.initTimeout());
      if (!reply.path("type").asText("").equals("init_ok")) {
        throw new SetUpException(
            "Node %s answered init with %s.\nThe answer must be of type \"init_ok\", with \"in_reply_to\": 1."
                .formatted(node, reply));
      }
    } catch (RpcTimeoutException e) {
      throw new SetUpException(silent(node));
    } catch (RpcException e) {
      throw new SetUpException("Node " + node + " answered init with the error " + e + ".");
    } catch (MalformedReplyException e) {
      throw new SetUpException("Node " + e.getMessage());
    } finally {
      clients.close(client);
    }
  }

  private ObjectNode init(String node) {
    ObjectNode init = Body.of("init").put("node_id", node);
    ArrayNode all = init.putArray("node_ids");
    plan.nodes().forEach(all::add);
    return init;
  }

  private void prepare(String node) {
    Client client = clients.open();
    try {
      workload.prepare(node, client);
    } catch (RpcTimeoutException e) {
      throw new SetUpException(
          "Before the first operation, %s.\nEvery node must answer this request.\n%s"
              .formatted(e.getMessage(), cluster.lastWords(node)));
    } catch (RpcException e) {
      throw new SetUpException(
          """
          Before the first operation, node %s answered "%s" with the error %s.
          The workload %s begins with this request to every node, which must answer it with "%s_ok".
          %s\
          """
              .formatted(
                  node,
                  client.lastRequest(),
                  e,
                  workload.name(),
                  client.lastRequest(),
                  cluster.lastWords(node)));
    } catch (MalformedReplyException e) {
      throw new SetUpException("Before the first operation, node " + e.getMessage());
    } finally {
      clients.close(client);
    }
  }

  private String silent(String node) {
    return """
    Node %s did not answer init within %d s.
    The first line on its stdin is a request of type "init"; it must print one line to stdout, like
      {"src": "%s", "dest": "c0", "body": {"type": "init_ok", "in_reply_to": 1}}
    with "dest" the request's "src" and "in_reply_to" its "msg_id", and flush stdout: many\
     languages hold output back when it goes to a pipe.
    %s\
    """
        .formatted(node, plan.initTimeout().toSeconds(), node, cluster.lastWords(node));
  }
}

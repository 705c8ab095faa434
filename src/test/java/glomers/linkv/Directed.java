package glomers.linkv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.Transport;
import glomers.node.World;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Schedules for faults of a server that chance hardly finds: n1 of n1, n2 and n3, and a test in the
 * role of the others. Each says whether the fault shows.
 */
final class Directed {
  private static final String WRITE = "{'type':'write','msg_id':76,'key':1,'value':2}";

  private Directed() {}

  /** Votes for n2, is killed and started again, and is asked by n3 in the same term. */
  static boolean votesAgainAfterARestart(Consumer<Node> server) {
    Simulation simulation = new Simulation(1);
    SimulatedHost outside = simulation.host("outside");
    List<String> votes = new ArrayList<>();
    simulation.run(
        outside,
        () -> {
          for (String candidate : List.of("n2", "n3")) {
            SimulatedHost host = simulation.host("n1");
            Mailbox<Message> inbox = host.mailbox(10);
            host.start(
                "n1",
                () -> {
                  Node node = new Node(transport(inbox, votes), host);
                  server.accept(node);
                  node.run();
                });
            inbox.offer(Json.init());
            inbox.offer(Json.message(candidate, RaftTest.vote(7, 0, 0)));
            outside.sleep(Duration.ofMillis(50));
            host.kill();
          }
        });
    return votes.size() > 1;
  }

  private static Transport transport(Mailbox<Message> inbox, List<String> votes) {
    return new Transport() {
      @Override
      public Optional<Message> receive() {
        return inbox.take();
      }

      @Override
      public void send(Message message) {
        if (message.body().path("success").asBoolean()) {
          votes.add(message.dest());
        }
      }
    };
  }

  /** Is elected and followed, is cut off, and is asked to remove both others. */
  static boolean changesMembersTwiceAtOnce(Consumer<Node> server) {
    return sends(server, message -> true, entries -> count(entries, "members") > 1);
  }

  /** Is elected, and asked to remove another before anybody has its first entry. */
  static boolean changesMembersBeforeACommit(Consumer<Node> server) {
    return sends(server, message -> false, entries -> count(entries, "members") > 0);
  }

  private static long count(List<ObjectNode> entries, String field) {
    return entries.stream().filter(entry -> entry.has(field)).count();
  }

  private static boolean sends(
      Consumer<Node> server, Predicate<Message> follows, Predicate<List<ObjectNode>> wrong) {
    World world = new World();
    List<String> cutOff = new ArrayList<>();
    List<ObjectNode> found = new ArrayList<>();
    world.serve(request -> {
      boolean appends = request.type().equals("append_entries");
      List<ObjectNode> entries = new ArrayList<>();
      request.body().path("entries").forEach(entry -> entries.add((ObjectNode) entry));
      if (appends && wrong.test(entries)) {
        found.add(request.body());
      }
      return appends && (!cutOff.isEmpty() || !follows.test(request)) ? null : agreement(request);
    });
    world.run(() -> {
      server.accept(world.node());
      world.deliver(Json.init());
      world.deliver("c1", WRITE);
      for (int i = 0; i < 2_000 && world.lines().stream().noneMatch(Directed::leads); i++) {
        world.sleep(Duration.ofMillis(1));
      }
      if (follows.test(null)) {
        world.sleep(Duration.ofMillis(100));
      }
      cutOff.add("all");
      world.deliver("c1", "{'type':'remove_member','msg_id':77,'member':'n2'}");
      world.sleep(Duration.ofMillis(20));
      world.deliver("c1", "{'type':'remove_member','msg_id':78,'member':'n3'}");
      world.sleep(Duration.ofMillis(900));
    });
    // Nobody follows, so that neither may be done: but one that counts on itself alone says so.
    return !found.isEmpty()
        || world.lines().stream().anyMatch(line -> line.contains("remove_member_ok"));
  }

  /** Takes a snapshot, becomes the leader, and is asked for what the snapshot holds. */
  static boolean forgetsWhatASnapshotHolds(Consumer<Node> server) {
    World world = new World();
    world.serve(Directed::agreement);
    world.run(() -> {
      server.accept(world.node());
      world.deliver(Json.init());
      world.deliver(
          "n2",
          "{'type':'append_entries','msg_id':7,'term':1,'prevLogIndex':5,'prevLogTerm':1,"
              + "'leaderCommit':5,'silence':0,'entries':[],'snapshot':{'index':5,'term':1,"
              + "'members':null,'state':{'values':{'1':7},'askers':{}}}}");
      world.sleep(Duration.ofSeconds(2));
      world.deliver("c1", "{'type':'read','msg_id':77,'key':1}");
      world.sleep(Duration.ofSeconds(1));
    });
    return world.lines().stream()
        .noneMatch(line -> line.equals("n1>c1 {'type':'read_ok','value':7,'in_reply_to':77}"));
  }

  private static boolean leads(String line) {
    return line.contains("append_entries");
  }

  /** What a server says that takes or grants all. */
  static ObjectNode agreement(Message request) {
    ObjectNode body = request.body();
    boolean asksOnly = body.has("inEarnest") && !body.path("inEarnest").asBoolean();
    return Body.of(request.type() + "_ok")
        .put("term", body.path("term").asLong() - (asksOnly ? 1 : 0))
        .put("success", true)
        .put("lastLogIndex", body.path("prevLogIndex").asLong() + body.path("entries").size());
  }
}

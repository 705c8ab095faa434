package glomers.uniqueids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import glomers.node.Json;
import glomers.node.Limits;
import glomers.node.Message;
import glomers.node.Mocked;
import glomers.node.Node;
import glomers.node.RealHost;
import glomers.node.Transport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UniqueIdsTest {

  private static List<String> ids(Mocked mocked, int count) {
    new UniqueIds(mocked.node);
    Message[] requests = new Message[count];
    for (int i = 0; i < count; i++) {
      requests[i] = Json.message("c1", "{'type':'generate','msg_id':" + i + "}");
    }
    mocked.readInitialised(requests);
    return mocked.linesAfterInit().stream()
        .map(line -> line.replaceAll(".*'type':'generate_ok','id':'([^']*)'.*", "$1"))
        .toList();
  }

  @Test
  void idsAreShortAndSayWhereTheyComeFrom() {
    for (String id : ids(new Mocked(), 50)) {
      assertTrue(id.matches("n1-[0-9a-z]+-[0-9a-z]+"), id);
      assertTrue(id.length() <= 16, id);
    }
  }

  @Test
  void noIdComesTwiceThoughTheClockStandsStill() {
    List<String> ids = ids(new Mocked(), 2_000);
    assertEquals(2_000, new HashSet<>(ids).size());
  }

  @Test
  void noIdComesAgainAfterARestart() {
    Mocked before = new Mocked();
    List<String> ids = new ArrayList<>(ids(before, 100));
    var host = Mocked.host();
    when(host.random()).thenReturn(new SplittableRandom(2)); // same millisecond, other chance
    Mocked after = new Mocked(host);
    ids.addAll(ids(after, 100));
    assertEquals(200, new HashSet<>(ids).size());
  }

  @Test
  void nobodyElseIsAsked() {
    Mocked mocked = new Mocked();
    ids(mocked, 10);
    assertTrue(
        mocked.lines().stream().allMatch(line -> line.startsWith("n1>c")),
        mocked.lines()::toString);
  }

  @Test
  @Timeout(60)
  void noIdComesTwiceOnRealThreads() {
    Set<String> ids = Collections.synchronizedSet(new HashSet<>());
    Transport requests =
        new Transport() {
          private int count;

          @Override
          public Optional<Message> receive() {
            count++;
            return count == 1
                ? Optional.of(Json.init())
                : count <= 50_001
                    ? Optional.of(Json.message("c1", "{'type':'generate','msg_id':" + count + "}"))
                    : Optional.empty();
          }

          @Override
          public void send(Message message) {
            if (message.body().has("id")) {
              ids.add(message.text("id"));
            }
          }
        };
    Node node = new Node(requests, new RealHost("n1"), Limits.DEFAULT);
    new UniqueIds(node);
    node.run();
    assertEquals(50_000, ids.size());
  }
}

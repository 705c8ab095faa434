package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.launch.Challenges;
import glomers.node.ErrorCode;
import glomers.node.Json;
import glomers.node.Message;
import glomers.simulation.Cluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A JSON reader takes in 1,000 levels, and a node wraps the values that it passes on. */
class NestedValuesTest {
  private static final int TAKEN = 890;
  private static final int REFUSED = 901;

  private static String nested(int levels) {
    return "[".repeat(levels) + 7 + "]".repeat(levels);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          broadcast             | {'type':'broadcast','message':V} | {'type':'read'}
          broadcast --rung efficient | {'type':'broadcast','message':V} | {'type':'read'}
          g-set                 | {'type':'add','element':V}       | {'type':'read'}
          kafka --rung robust       | {'type':'send','key':'k','msg':V} | {'type':'poll','offsets':{'k':0}}
          kafka --rung efficient     | {'type':'send','key':'k','msg':V} | {'type':'poll','offsets':{'k':0}}
          kafka                 | {'type':'send','key':'k','msg':V} | {'type':'poll','offsets':{'k':0}}
          txn --rung robust     | {'type':'txn','txn':[['w',1,V]]} | {'type':'txn','txn':[['r',1,null]]}
          txn                   | {'type':'txn','txn':[['w',1,V]]} | {'type':'txn','txn':[['r',1,null]]}
          txn --rung robust:multi-value | {'type':'txn','txn':[['w',1,V]]} | {'type':'txn','txn':[['r',1,null]]}
          """)
  void aValueNestedTooDeeplyForOthersIsRefusedAndADeepOneReachesThem(
      String challenge, String write, String read) {
    Cluster cluster = new Cluster(1, 2, Challenges.of(List.of(challenge.split(" "))));
    cluster.network().serveAll();
    cluster.run(() -> {
      Message refusal = cluster.request("n0", Json.object(write.replace("V", nested(REFUSED))));
      assertEquals(ErrorCode.MALFORMED_REQUEST.code(), refusal.body().path("code").asInt());
      Message taken = cluster.request("n0", Json.object(write.replace("V", nested(TAKEN))));
      assertEquals("", taken.body().path("text").asText());
      cluster.sleep(Duration.ofSeconds(3));
      String there = cluster.request("n1", Json.object(read)).body().toString();
      assertTrue(there.contains(nested(TAKEN)), there);
      assertTrue(!there.contains(nested(REFUSED)), there);
    });
  }
}

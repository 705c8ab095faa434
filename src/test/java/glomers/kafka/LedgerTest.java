package glomers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.World;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final int SEGMENTS = 400;
  private static final int ENTRIES = 100;

  private final World world = new World();

  /** One that all is done of which it says. */
  private Ledger ledger() {
    return new Ledger(world.node(), new Unsettled(world.node(), new Replica())::apply);
  }

  private static ObjectNode segment(int number) {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < ENTRIES; i++) {
      int id = number * ENTRIES + i + 1;
      entries.append(i == 0 ? "" : ",");
      entries.append("{'from':'n2/1c9x2kq0ha','no':" + id + ",'key':'k" + id % 9 + "','msg':7}");
    }
    return Json.object("{'at':" + number + ",'segments':[[" + entries + "]]}");
  }

  @Test
  void anEntryThatIsKeptTakesLittleMoreThanItsMessage() {
    world.runInitialised(() -> {
      Ledger ledger = ledger();
      long before = used();
      for (int i = 0; i < SEGMENTS; i++) {
        ledger.hear(segment(i));
      }
      long each = (used() - before) / (SEGMENTS * ENTRIES);
      assertEquals(SEGMENTS, ledger.known());
      assertTrue(each < 250, () -> each + " bytes for each entry");
    });
  }

  @Test
  void whatWasHeardIsToldOnAsItWas() {
    world.runInitialised(() -> {
      Ledger ledger = ledger();
      String told =
          "{'at':0,'segments':[[{'from':'n2/x','no':1,'key':'a','msg':{'commit':[1.25,null]}},"
              + "{'from':'n3/y','no':7,'key':'b','commit':5}],[{'from':'n2/x','no':1,'key':'a',"
              + "'msg':null}]]}";
      ledger.hear(Json.object(told));
      String again = ledger.tell(Body.of("append_ok"), 0).without("type").toString();
      assertEquals(told, again.replace('"', '\''));
    });
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}

package glomers.broadcast;

import static glomers.broadcast.Share.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.gossip.VersionVector;
import glomers.node.Json;
import glomers.node.Message;
import org.junit.jupiter.api.Test;

class ShareTest {
  private static final Share.Head HEAD = new Share.Head(7, 8, VersionVector.EMPTY.with("n1/7", 3));

  private static void comesOverAs(String wire, Share share) {
    ObjectNode body = share.toBody();
    assertEquals(wire, body.toString().replace('"', '\''));
    assertEquals(share, Share.of(new Message("n1", "n0", body)));
  }

  @Test
  void eachKindSaysOnTheWireWhatItSaysHereAndNoMore() {
    ObjectNode items = Json.object("{'n1/7':{'at':2,'values':[null]}}");
    comesOverAs(
        "{'type':'greeting','incarnation':7,'to':8,'have':{'n1/7':3}}", new Share.Greeting(HEAD));
    comesOverAs(
        "{'type':'upload','incarnation':7,'to':8,'have':{'n1/7':3},"
            + "'items':{'n1/7':{'at':2,'values':[null]}},'more':true,"
            + "'stamp':1,'aim':-2,'by':3,'way':4}",
        new Share.Upload(HEAD, new Share.Load(items, true), 1_000, -2_000, 3_000, 4_000));
    comesOverAs(
        "{'type':'batch','incarnation':7,'to':8,'have':{'n1/7':3},"
            + "'at':1,'next':2,'round':3,'margin':4,'stamp':5,'came':6}",
        new Share.Batch(
            HEAD, Share.Load.NOTHING, new Share.Rhythm(1_000, 2_000, 3_000, 4_000), 5_000, 6_000));
    comesOverAs(
        "{'type':'upload','incarnation':7,'to':8,'have':{'n1/7':3}}",
        new Share.Upload(HEAD, Share.Load.NOTHING, NEVER, NEVER, NEVER, NEVER));
  }

  @Test
  void whatIsNoTimeCountsAsNotThere() {
    for (String nonsense :
        new String[] {
          "'soon'",
          "1.5",
          "null",
          "[]",
          "" + Long.MAX_VALUE,
          "" + Long.MIN_VALUE,
          "123456789012345678901234567890"
        }) {
      String wire = "{'type':'upload','incarnation':7,'to':8,'have':{},'by':" + nonsense + "}";
      Share.Upload upload = (Share.Upload) Share.of(Json.message("n1", wire));
      assertEquals(NEVER, upload.by(), nonsense);
    }
  }
}

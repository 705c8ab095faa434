package glomers.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Json;
import glomers.node.Mocked;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {
  private final Mocked mocked = new Mocked();

  EchoTest() {
    new Echo(mocked.node);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'Please echo 35'", "null", "1.5", "[1,{'a':[]}]", "''"})
  void whatIsSaidComesBack(String value) {
    mocked.readInitialised(Json.message("c1", "{'type':'echo','msg_id':7,'echo':" + value + "}"));
    assertEquals(
        List.of("n1>c1 {'type':'echo_ok','echo':" + value + ",'in_reply_to':7}"),
        mocked.linesAfterInit());
  }

  @Test
  void aDoubledRequestIsAnsweredTwice() {
    var request = Json.message("c1", "{'type':'echo','msg_id':7,'echo':'a'}");
    mocked.readInitialised(request, request);
    assertEquals(2, mocked.linesAfterInit().size());
  }

  @Test
  void aRequestThatSaysNothingIsMalformed() {
    mocked.readInitialised(Json.message("c1", "{'type':'echo','msg_id':7}"));
    String line = mocked.linesAfterInit().get(0);
    assertTrue(line.contains("'code':12") && line.contains("is missing"), line);
  }
}

package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import glomers.txn.SyncedTransactions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are longer than others read, from handlers that know nothing of it. */
@Timeout(60)
class TooLongMessageTest {
  private static final String INIT =
      "{'src':'c0','dest':'n1','body':{'type':'init','msg_id':1,'node_id':'n1','node_ids':['n1']}}";

  private final QuietHost host = new QuietHost();

  /** What a node says to these requests, its answer to {@code init} left out. */
  private List<String> answers(int longest, Consumer<Node> challenge, List<String> requests) {
    List<String> input = new ArrayList<>(requests);
    input.addFirst(INIT);
    byte[] bytes =
        (String.join("\n", input) + "\n").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in =
        new ByteArrayInputStream(bytes) {
          @Override
          public int read(byte[] to, int offset, int length) {
            while (available() == 0 && count(out) <= requests.size()) {
              host.sleep(Duration.ofMillis(5)); // handlers have not much time once the input ends
            }
            return super.read(to, offset, length);
          }
        };
    StdioTransport stdio = new StdioTransport(in, out, host.log(), longest);
    Node node = new Node(stdio, host);
    challenge.accept(node);
    node.run();
    stdio.close();
    List<String> lines = out.toString(StandardCharsets.UTF_8).replace('"', '\'').lines().toList();
    return lines.subList(1, lines.size());
  }

  private static long count(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8).lines().count();
  }

  /** A transaction that writes a value and reads it again and again. */
  private static String txn(int id, int length, int reads) {
    return "{'src':'c1','dest':'n1','body':{'type':'txn','msg_id':"
        + id
        + ",'txn':[['w',0,'"
        + "x".repeat(length)
        + "']"
        + ",['r',0,null]".repeat(reads)
        + "]}}";
  }

  @Test
  void aTransactionWhoseResultIsTooLongIsAnsweredByAnIndefiniteError() {
    List<String> answers =
        answers(2_000, SyncedTransactions::new, List.of(txn(7, 100, 5), txn(8, 100, 30)));
    assertEquals(2, answers.size());
    assertEquals(1, answers.stream().filter(line -> line.contains("txn_ok")).count());
    assertTrue(
        answers.contains(
            "{'src':'n1','dest':'c1','body':{'type':'error','code':13,"
                + "'text':'the reply cannot be sent: a message to c1 would be longer than 2000"
                + " bytes, the most that is read: send less at a time','in_reply_to':8}}"),
        answers::toString);
  }

  /** Answers any request with a text of 900,000 characters nine thousand times: 8 GB of it. */
  private static void repeats(Node node) {
    node.handle(
        "repeat",
        request -> {
          ObjectNode reply = Body.of("repeat_ok");
          ArrayNode texts = reply.putArray("texts");
          TextNode text = TextNode.valueOf("x".repeat(900_000));
          for (int i = 0; i < 9_000; i++) {
            texts.add(text);
          }
          node.reply(request, reply);
        });
  }

  @Test
  void gigabytesOfResultsAreNotPrinted() {
    List<String> requests = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      requests.add("{'src':'c1','dest':'n1','body':{'type':'repeat','msg_id':" + i + "}}");
    }
    List<String> answers = answers(StdioTransport.MAX_LINE, TooLongMessageTest::repeats, requests);
    assertEquals(10, answers.size());
    assertTrue(answers.stream().allMatch(line -> line.contains("'code':13")), answers::toString);
  }

  @Test
  void whatIsSentToOthersIsRefusedWhereItIsSent() {
    List<String> refused = new CopyOnWriteArrayList<>();
    Consumer<Node> sender =
        node ->
            node.handle(
                "go",
                request -> {
                  for (Runnable each :
                      List.<Runnable>of(
                          () -> node.send("n2", Json.huge()), () -> node.rpc("n3", Json.huge()))) {
                    try {
                      each.run();
                    } catch (IllegalArgumentException e) {
                      refused.add(e.getMessage().substring(0, 15));
                    }
                  }
                  node.reply(request, Body.of("go_ok"));
                });
    List<String> answers =
        answers(500, sender, List.of("{'src':'c1','dest':'n1','body':{'type':'go','msg_id':1}}"));
    assertEquals(List.of("a message to n2", "a message to n3"), refused);
    assertEquals(
        List.of("{'src':'n1','dest':'c1','body':{'type':'go_ok','in_reply_to':1}}"), answers);
  }
}

package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.launch.Challenges;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Message;
import glomers.node.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of all kinds, in simulated time, against senders that mean no good. */
class HostileInputTest {
  private static World node(String words) {
    World world = new World();
    Challenges.of(List.of(words.split(" "))).accept(world.node());
    world.serve(request ->
        request.dest().equals("lin-kv") && request.type().equals("read")
            ? Body.error(20, "no such key")
            : null);
    return world;
  }

  private static List<String> answers(World world, String to) {
    return world.lines().stream().filter(line -> line.startsWith("n1>" + to + " ")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "broadcast --rung robust | {'type':'gossip','incarnation':1,'items':[7]}",
        "g-set | {'type':'gossip','incarnation':1,'items':[7]}",
        "g-counter --rung efficient | "
            + "{'type':'gossip','incarnation':1,'items':[{'origin':'x','added':1,'taken':0}]}",
        "txn | {'type':'sync','writes':[[1,5,1,'x']]}",
        "txn --rung robust | {'type':'gossip','incarnation':1,'items':[{'stamp':[1,1,'x'],'writes':[[1,5]]}]}",
        "broadcast --rung efficient | "
            + "{'type':'batch','incarnation':1,'to':0,'have':{},"
            + "'items':{'x':{'at':0,'values':[7]}}}",
        "broadcast --rung efficient | "
            + "{'type':'upload','incarnation':1,'to':0,'have':{},"
            + "'items':{'x':{'at':0,'values':[7]}}}",
        "kafka --rung efficient | "
            + "{'type':'append','known':0,"
            + "'entries':[{'from':'x','no':1,'key':'k','msg':7}]}",
      })
  void strangersAreRefusedAndNeverWrittenToAgain(String words, String body) {
    World world = node(words);
    world.runInitialised(() -> {
      for (int i = 0; i < 2_000; i++) {
        for (int life = 1; life <= 2; life++) {
          ObjectNode told = Json.object(body).put("incarnation", life).put("msg_id", 2 * i + life);
          world.deliver(new Message("n" + (100 + i), "n1", told));
        }
        world.settle();
      }
      world.sleep(Duration.ofSeconds(60));
      List<String> lines =
          world.lines().stream().filter(line -> line.matches("n1>n\\d{3,} .*")).toList();
      assertEquals(4_000, lines.size(), "one answer to each, and no more");
      lines.forEach(line -> assertTrue(line.contains("'code':10"), line));
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "broadcast | {'type':'broadcast','message':'@'}",
        "broadcast --rung robust | {'type':'broadcast','message':'@'}",
        "broadcast --rung efficient:3e | {'type':'broadcast','message':{'a':['@']}}",
        "g-set | {'type':'add','element':'@'}",
        "g-set | {'type':'add','element':{#}}",
        "kafka | {'type':'send','key':'k','msg':'@'}",
        "kafka | {'type':'poll','offsets':{#}}",
        "kafka --rung robust | {'type':'send','key':'k','msg':'@'}",
        "kafka --rung robust | {'type':'send','key':'@','msg':1}",
        "kafka --rung robust | {'type':'poll','offsets':{#}}",
        "kafka --rung robust | {'type':'list_committed_offsets','keys':['@']}",
        "kafka --rung efficient | {'type':'send','key':'k','msg':'@'}",
        "kafka --rung efficient | {'type':'send','key':'@','msg':1}",
        "kafka --rung efficient | {'type':'commit_offsets','offsets':{#}}",
        "txn | {'type':'txn','txn':[['w',1,'@']]}",
        "txn --rung robust | {'type':'txn','txn':[['w',1,'@']]}",
        "txn --rung robust:max-value | {'type':'txn','txn':[['w','@',1]]}",
        "txn --rung robust:multi-value | {'type':'txn','txn':[['w',1,1],['w',2,'@']]}",
      })
  void aValueBeyondOneMebibyteIsRefusedBeforeAnyEffect(String words, String body) {
    World world = node(words);
    world.runInitialised(() -> {
      String keys =
          IntStream.range(0, 30)
              .mapToObj(i -> "'" + i + "x".repeat(40_000) + "':1")
              .collect(Collectors.joining(","));
      String huge = body.replace("@", "x".repeat((1 << 20) + 1)).replace("#", keys);
      world.deliver("c1", huge.replaceFirst("\\{", "{'msg_id':7,"));
      world.sleep(Duration.ofSeconds(10));
      List<String> answers = answers(world, "c1");
      assertEquals(1, answers.size());
      String answer = answers.get(0);
      assertTrue(answer.contains("'code':12") && answer.contains("1 MiB"), answer);
      assertTrue(
          world.lines().stream().noneMatch(line -> line.contains("xxx")), "it is told to nobody");
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'broadcast','msg_id':7,'message':'@'}",
      })
  void aValueBelowItIsTaken(String body) {
    World world = node("broadcast");
    world.runInitialised(() -> {
      world.deliver("c1", body.replace("@", "x".repeat((1 << 20) - 2)));
      world.settle();
      assertEquals(List.of("n1>c1 {'type':'broadcast_ok','in_reply_to':7}"), answers(world, "c1"));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"robust", "efficient"})
  void aRequestMayNameAllKeysThatWereEverUsed(String rung) {
    World world = node("kafka --rung " + rung);
    world.runInitialised(() -> {
      String keys =
          IntStream.range(0, 5_000).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(","));
      String offsets = keys.replace(",", ":0,") + ":0";
      world.deliver("c1", "{'type':'list_committed_offsets','msg_id':1,'keys':[" + keys + "]}");
      world.deliver("c1", "{'type':'poll','msg_id':2,'offsets':{" + offsets + "}}");
      world.deliver("c1", "{'type':'commit_offsets','msg_id':3,'offsets':{" + offsets + "}}");
      world.sleep(Duration.ofSeconds(6)); // there is no lin-kv: some end at their deadline
      List<String> answers = answers(world, "c1");
      assertEquals(3, answers.size());
      answers.forEach(line -> assertFalse(line.contains("'code':12"), line));
      assertTrue(answers.stream().anyMatch(line -> line.contains("poll_ok")), answers::toString);
    });
  }

  @Test
  void aTransactionMayHaveTenThousandSteps() {
    World world = node("txn");
    world.runInitialised(() -> {
      String step = "['w',1,1],";
      String most = step.repeat(9_999) + "['w',1,1]";
      world.deliver("c1", "{'type':'txn','msg_id':1,'txn':[" + most + "]}");
      world.deliver("c1", "{'type':'txn','msg_id':2,'txn':[" + step + most + "]}");
      world.settle();
      List<String> answers = answers(world, "c1");
      answers.forEach(line ->
          assertTrue(line.contains(line.endsWith(":1}") ? "txn_ok" : "'code':12"), line::toString));
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[9223372036854775807,0,'n2/x']",
        "[1,9223372036854775807,'n2/x']",
        "[9007199254740993,0,'n2/x']",
        "[-1,0,'n2/x']",
        "[1e30,0,'n2/x']",
        "['1',0,'n2/x']",
        "null",
      })
  void aTimestampThatNoClockShowsIsRefusedAndChangesNothing(String stamp) {
    World world = node("txn --rung robust");
    world.runInitialised(() -> {
      world.deliver(
          "n2",
          "{'type':'gossip','msg_id':1,'incarnation':5,'items':[{'stamp':[1,1,'n2/x'],"
              + "'writes':[[2,[[1,1,'n2/x'],5]],[1,["
              + stamp
              + ",5]]]}]}");
      world.deliver("c1", "{'type':'txn','msg_id':2,'txn':[['r',1,null],['r',2,null]]}");
      world.settle();
      String refused = answers(world, "n2").get(0);
      assertTrue(refused.contains("'code':12"), refused);
      String read = answers(world, "c1").get(0);
      assertTrue(read.contains("[['r',1,null],['r',2,null]]"), read);
    });
  }

  @Test
  void sumsBeyondSixtyFourBitsAreExact() {
    World world = node("g-counter --rung efficient");
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'add','msg_id':1,'delta':9223372036854775807}");
      world.deliver("c1", "{'type':'add','msg_id':2,'delta':9223372036854775807}");
      world.deliver(
          "n2",
          "{'type':'gossip','msg_id':3,'incarnation':9,'items':["
              + "{'origin':'n2/a','added':9223372036854775813,'taken':0}]}");
      world.settle();
      world.deliver("c1", "{'type':'read','msg_id':4}");
      world.settle();
      String read = answers(world, "c1").getLast();
      assertTrue(read.contains("'value':27670116110564327427"), read);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0.5", "1e999999999", "'5'", "null"})
  void aShareOfACounterThatIsNoCountIsRefused(String added) {
    World world = node("g-counter --rung efficient");
    world.runInitialised(() -> {
      world.deliver(
          "n2",
          "{'type':'gossip','msg_id':3,'incarnation':9,'items':[{'origin':'n2/a','added':"
              + added
              + ",'taken':0}]}");
      world.deliver("c1", "{'type':'read','msg_id':4}");
      world.settle();
      assertTrue(answers(world, "n2").get(0).contains("'code':12"), answers(world, "n2")::toString);
      assertTrue(answers(world, "c1").get(0).contains("'value':0"), answers(world, "c1")::toString);
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'from':'n2/x','no':0,'key':'k','msg':5}",
        "{'from':'n2/x','no':9223372036854775808,'key':'k','msg':5}",
        "{'from':'n2/x','no':1,'key':'k','commit':-1}",
        "{'from':'n2/x','no':1,'key':'k','commit':9223372036854775808}",
        "{'from':7,'no':1,'key':'k','msg':5}",
        "{'from':'n2/x','no':1,'key':7,'msg':5}",
        "{'from':'n2/x','no':1,'key':'k'}",
        "7",
      })
  void whatIsNoEntryNeverGetsIntoAJournal(String entry) {
    World world = node("kafka --rung efficient");
    world.runInitialised(() -> {
      world.deliver(
          "n2",
          "{'type':'append','msg_id':3,'known':0,'entries':["
              + "{'from':'n2/x','no':1,'key':'k','msg':5},"
              + entry
              + "]}");
      world.sleep(Duration.ofSeconds(3));
      assertTrue(answers(world, "n2").stream().anyMatch(line -> line.contains("'code':12")));
      assertEquals(List.of(), answers(world, "lin-kv"));
    });
  }

  @Test
  void whileLinKvIsSilentPollsDoNotPileUpTasks() {
    World world = new World();
    Challenges.of(List.of("kafka", "--rung", "robust")).accept(world.node());
    world.runInitialised(() -> {
      for (int i = 0; i < 100; i++) {
        int poll = i;
        String offsets =
            IntStream.range(0, 100)
                .mapToObj(key -> "'" + poll + "/" + key + "':0")
                .collect(Collectors.joining(","));
        world.deliver("c1", "{'type':'poll','msg_id':" + i + ",'offsets':{" + offsets + "}}");
      }
      world.sleep(Duration.ofMillis(100));
      long asked =
          world.sent().stream().filter(each -> each.message().dest().equals("lin-kv")).count();
      assertTrue(asked >= 100 && asked <= 1_024, () -> asked + " requests to lin-kv at once");
      world.sleep(Duration.ofSeconds(10));
      assertEquals(100, answers(world, "c1").size());
    });
  }
}

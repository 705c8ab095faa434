package glomers.results.formats;

import glomers.results.formats.Sessions.Step;
import glomers.results.formats.Sessions.Txn;
import glomers.workbench.history.Edn;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text that dbcop reads: {@code [x:=1 y==2 z==?]} is a transaction that writes 1 to x, finds 2
 * in y and nothing in z, {@code […]!} one that did not take effect. A line of dashes ends a
 * session, and a line that begins with two slashes is a comment.
 */
final class DbcopText {
  private static final Pattern TXN = Pattern.compile("\\G[ \\t]*\\[([^\\[\\]]*)\\](!?)[ \\t]*");
  private static final Pattern STEP = Pattern.compile("(\\w+)(:=|==)(\\d{1,18}|\\?)");
  private static final int STEP_SIZE = 200;

  private DbcopText() {}

  static ForeignHistory read(BufferedReader text) throws IOException {
    Map<Integer, List<Txn>> sessions = new LinkedHashMap<>();
    int session = 0;
    long number = 0;
    long room = Runtime.getRuntime().maxMemory() / 2;
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("//")) {
        continue;
      }
      if (content.matches("-+")) {
        session++;
        continue;
      }
      List<Txn> of = sessions.computeIfAbsent(session, any -> new ArrayList<>());
      for (Txn txn : txns(content, number)) {
        of.add(txn);
        room -= (long) STEP_SIZE * (1 + txn.steps().size());
      }
      if (room < 0) {
        throw new BadHistory(
            number,
            "the history up to here takes half of the memory that Java may use; give -Xmx more");
      }
    }
    return new Sessions(sessions).history();
  }

  private static List<Txn> txns(String line, long number) throws BadHistory {
    List<Txn> txns = new ArrayList<>();
    Matcher next = TXN.matcher(line);
    int end = 0;
    while (next.find()) {
      List<Step> steps = new ArrayList<>();
      for (String step : next.group(1).strip().split("[ \\t]+")) {
        steps.add(step(step, number));
      }
      txns.add(new Txn(steps, next.group(2).isEmpty()));
      end = next.end();
    }
    if (end < line.length()) {
      throw new BadHistory(number, "a line holds transactions such as [x:=1 y==2], or dashes");
    }
    return txns;
  }

  private static Step step(String text, long number) throws BadHistory {
    Matcher parts = STEP.matcher(text);
    boolean fits = parts.matches();
    boolean write = fits && parts.group(2).equals(":=");
    if (!fits || write && parts.group(3).equals("?")) {
      throw new BadHistory(number, "a step looks like x:=1, x==1 or x==?, not like " + text);
    }
    Object value = parts.group(3).equals("?") ? null : (Object) Long.parseLong(parts.group(3));
    return new Step(write, parts.group(1), value);
  }

  /** Values are numbered, since to dbcop no two writes of a history may have the same. */
  static void write(Sessions sessions, BufferedWriter out) throws IOException {
    Map<List<Object>, Long> versions = new HashMap<>();
    Map<String, Object> keys = new HashMap<>();
    boolean first = true;
    for (List<Txn> session : sessions.byProcess().values()) {
      out.write(first ? "" : "---\n");
      first = false;
      for (Txn txn : session) {
        List<String> steps = new ArrayList<>();
        for (Step step : txn.steps()) {
          String name = name(step.key());
          Object other = keys.putIfAbsent(name, step.key());
          if (other != null && !other.equals(step.key())) {
            throw new BadHistory(
                "the keys %s and %s would both be %s in dbcop's text"
                    .formatted(Edn.print(other), Edn.print(step.key()), name));
          }
          if (step.value() == null) {
            steps.add(name + "==?");
          } else {
            long version =
                versions.computeIfAbsent(
                    List.of(step.key(), step.value()), any -> versions.size() + 1L);
            steps.add(name + (step.write() ? ":=" : "==") + version);
          }
        }
        if (!steps.isEmpty()) {
          out.write("[" + String.join(" ", steps) + "]" + (txn.committed() ? "" : "!") + "\n");
        }
      }
    }
  }

  private static String name(Object key) throws BadHistory {
    if (key instanceof Long number && number >= 0) {
      return "k" + number;
    }
    if (key instanceof String text && text.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
      return text;
    }
    throw new BadHistory("dbcop's text has keys that are names or numbers, not " + Edn.print(key));
  }
}

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
 * The text that Plume and PolySI read: a step a line, {@code r(key,value,session,transaction)} or
 * {@code w(…)}, all of them numbers. 0 is what a register holds before any write, and transaction
 * -1 is any that did not take effect.
 */
final class PlumeText {
  private static final Pattern STEP =
      Pattern.compile("([rw])\\((\\d{1,18}),(\\d{1,18}),(\\d{1,9}),(-?\\d{1,18})\\)");

  private static final int STEP_SIZE = 200;

  /** What a reader takes, see above. */
  private static final long NUMBERS = 1_000_000_000_000_000_000L;

  private static final int SESSIONS = 1_000_000_000;

  private PlumeText() {}

  static ForeignHistory read(BufferedReader text) throws IOException {
    Map<Integer, List<Txn>> sessions = new LinkedHashMap<>();
    Map<Long, List<Step>> transactions = new HashMap<>();
    Map<Long, Integer> sessionOf = new HashMap<>();
    long most = Runtime.getRuntime().maxMemory() / 2 / STEP_SIZE;
    long number = 0;
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      Matcher parts = STEP.matcher(line.strip());
      if (!parts.matches()) {
        throw new BadHistory(number, "a step looks like r(1,2,3,4) or w(1,2,3,4)");
      }
      if (number > most) {
        throw new BadHistory(
            number,
            "the history up to here takes half of the memory that Java may use; give -Xmx more");
      }
      boolean write = parts.group(1).equals("w");
      long value = Long.parseLong(parts.group(3));
      if (write && value == 0) {
        throw new BadHistory(
            number, "0 is written, and 0 means \"before any write\" here: write another value");
      }
      Step step =
          new Step(write, Long.parseLong(parts.group(2)), value == 0 && !write ? null : value);
      int session = Integer.parseInt(parts.group(4));
      long txn = Long.parseLong(parts.group(5));
      List<Txn> of = sessions.computeIfAbsent(session, any -> new ArrayList<>());
      if (txn == -1) {
        of.add(new Txn(List.of(step), false));
        continue;
      }
      Integer known = sessionOf.putIfAbsent(txn, session);
      if (known == null) {
        transactions.put(txn, new ArrayList<>());
        of.add(new Txn(transactions.get(txn), true));
      } else if (known != session) {
        throw new BadHistory(
            number, "transaction %d is one of session %d above".formatted(txn, known));
      }
      transactions.get(txn).add(step);
    }
    return new Sessions(sessions).history();
  }

  static void write(Sessions sessions, BufferedWriter out) throws IOException {
    long number = 0;
    for (Map.Entry<Integer, List<Txn>> session : sessions.byProcess().entrySet()) {
      if (session.getKey() >= SESSIONS) {
        throw new BadHistory(
            "Plume's text has sessions below %d, not %d".formatted(SESSIONS, session.getKey()));
      }
      for (Txn txn : session.getValue()) {
        long id = txn.committed() ? number++ : -1;
        for (Step step : txn.steps()) {
          out.write(
              "%s(%d,%d,%d,%d)\n"
                  .formatted(
                      step.write() ? "w" : "r",
                      number(step.key(), 0),
                      step.value() == null ? 0 : number(step.value(), 1),
                      session.getKey(),
                      id));
        }
      }
    }
  }

  private static long number(Object value, long least) throws BadHistory {
    if (value instanceof Long number && number >= least && number < NUMBERS) {
      return number;
    }
    throw new BadHistory(
        "Plume's text has keys that are numbers from 0 and values from 1 on, of 18 digits at most, not "
            + Edn.print(value));
  }
}

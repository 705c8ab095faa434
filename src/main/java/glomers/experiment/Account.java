package glomers.experiment;

import glomers.experiment.MessageTrace.Event;
import glomers.workbench.checker.Results;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The few events of a failed run that matter: those that carry a value which a checker names, or,
 * where it names none, those that went wrong.
 */
final class Account {
  private static final int OPERATIONS = 20;
  private static final int MESSAGES = 40;

  private Account() {}

  static List<String> of(List<Operation> history, Results results, List<Event> events) {
    Matter matter = Matter.of(results);
    List<String> lines = new ArrayList<>();
    if (matter.isOpen()) {
      lines.add("The last operations, and those of which nobody knows:");
      add(
          history.stream().filter(Account::isTelling).map(Account::line).toList(),
          OPERATIONS,
          lines);
      lines.add("What went wrong with messages:");
      add(lines(events, event -> !event.what().matches("sent|received")), MESSAGES, lines);
      return lines;
    }
    String about = matter.values().isEmpty() ? "" : " about " + matter.values();
    lines.add("The operations" + about + ":");
    add(history.stream().filter(matter::concerns).map(Account::line).toList(), OPERATIONS, lines);
    if (!matter.values().isEmpty()) {
      lines.add("The messages" + about + ":");
      add(lines(events, event -> matter.concerns(event.message())), MESSAGES, lines);
    }
    return lines;
  }

  /** For a run that has no history: how far it came. */
  static List<String> ofLast(List<Event> events) {
    List<String> lines = new ArrayList<>(List.of("The last messages:"));
    List<Event> last = events.subList(Math.max(0, events.size() - MESSAGES), events.size());
    add(lines(last, event -> true), MESSAGES, lines);
    return lines;
  }

  private static boolean isTelling(Operation entry) {
    return entry.isFinal() || entry.type() == Operation.Type.INFO || !entry.isClient();
  }

  static String line(Operation entry) {
    return String.format(
        Locale.ROOT,
        "%9.4f s  %s",
        entry.time() / 1e9,
        HistoryLines.text(entry).replace('\t', ' '));
  }

  private static List<String> lines(List<Event> events, Predicate<Event> wanted) {
    return events.stream().filter(wanted).map(Event::line).toList();
  }

  /** The first half and the last, if these are too many. */
  private static void add(List<String> some, int most, List<String> lines) {
    if (some.isEmpty()) {
      lines.add("  (none)");
    }
    for (int i = 0; i < some.size(); i++) {
      if (some.size() <= most || i < most / 2 || i >= some.size() - most / 2) {
        lines.add("  " + some.get(i));
      } else if (i == most / 2) {
        lines.add("  … " + (some.size() - most) + " more …");
      }
    }
  }
}

package glomers.lessons;

import glomers.experiment.Experiment;
import glomers.experiment.Experiment.Ran;
import glomers.simulation.SimulationFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * A lesson that was carried out: its broken variant and ours on one seed, and what the judge found
 * in either.
 */
public final class Demonstration {
  private static final int MESSAGES = 12;
  private static final int MORE_MESSAGES = 40;

  private final Lesson lesson;
  private final long seed;
  private final Attempt broken;
  private final Attempt ours;
  private final Finding found;
  private final Finding control;

  private Demonstration(Lesson lesson, long seed) {
    this.lesson = lesson;
    this.seed = seed;
    this.broken = attempt(lesson.setting(), lesson.broken(), seed);
    this.found = lesson.judge().look().apply(broken);
    this.ours = attempt(lesson.setting(), lesson.ours(), seed);
    this.control = lesson.judge().look().apply(ours);
  }

  /** Carries out a lesson. The same seed gives the same, word for word. */
  public static Demonstration of(Lesson lesson, long seed) {
    return new Demonstration(lesson, seed);
  }

  static Attempt attempt(Setting setting, Variant variant, long seed) {
    Trace trace = new Trace();
    Tally tally = new Tally();
    Experiment experiment = setting.experiment(variant.nodes().apply(tally), trace);
    try {
      Ran ran = experiment.run(seed, trace);
      return Attempt.of(setting, ran, experiment.judge(ran), trace, tally);
    } catch (SimulationFailure e) {
      return Attempt.stopped(setting, e, trace, tally);
    }
  }

  /** Whether the judge caught the broken variant. */
  public boolean brokenWasCaught() {
    return found.caught();
  }

  /** Whether ours passed: the judge has nothing to say, and no other checker either. */
  public boolean oursPassed() {
    return !control.caught() && ours.valid();
  }

  /** Whether the lesson shows what it says. */
  public boolean holds() {
    return brokenWasCaught() && oursPassed();
  }

  /** The lesson's name. */
  public String name() {
    return lesson.name();
  }

  /** What was found of the broken variant and of ours, in the judge's words. */
  public String verdicts() {
    return "broken: " + found.checker() + "; ours: " + control.checker();
  }

  /**
   * Everything a person wants to see.
   *
   * @param longer whether to tell the whole story, with more of the messages
   */
  public List<String> lines(boolean longer) {
    List<String> lines = new ArrayList<>();
    Words words = lesson.words();
    lines.add("== " + words.name() + ": " + words.title());
    lines.addAll(Text.paragraph("   lesson   ", words.lesson()));
    if (longer) {
      lines.add("");
      lines.addAll(Text.paragraph("   ", words.story()));
      lines.add("");
    }
    lines.addAll(
        Text.paragraph("   broken   ", lesson.broken().name() + " " + lesson.broken().does()));
    if (longer) {
      lines.add("            " + Place.file(lesson.broken().place()));
    }
    lines.add("   judge    " + lesson.judge().name());
    tellBroken(lines, longer ? MORE_MESSAGES : MESSAGES);
    tellOurs(lines);
    lines.addAll(
        Text.paragraph("   because  ", words.moral() + " See " + lesson.place().words() + ","));
    lines.add("            " + lesson.place().file());
    return lines;
  }

  private void tellBroken(List<String> lines, int messages) {
    if (!found.caught()) {
      lines.addAll(
          Text.paragraph(
              "   NOT caught with seed " + seed + ": ",
              found.checker() + ". Try another seed, this one may simply have been lucky."));
      return;
    }
    lines.addAll(Text.paragraph("   caught   ", found.checker()));
    lines.addAll(Text.paragraph("            ", found.plain()));
    List<String> diagram = Diagram.of(found.messages(), broken.beginning(), messages);
    if (!diagram.isEmpty()) {
      lines.add("");
      diagram.forEach(line -> lines.add(("     " + line).stripTrailing()));
      lines.add("");
    }
  }

  private void tellOurs(List<String> lines) {
    String name = lesson.ours().name() + " " + lesson.ours().does();
    lines.addAll(Text.paragraph("   ours     ", name));
    String verdict = control.checker();
    if (oursPassed()) {
      lines.addAll(Text.paragraph("   passed   ", verdict));
    } else {
      String also = control.caught() ? "" : "; another checker is not content: " + others();
      lines.addAll(Text.paragraph("   NOT passed with seed " + seed + ": ", verdict + also));
    }
  }

  private String others() {
    return ours.failure()
        .map(Throwable::getMessage)
        .orElseGet(() -> Text.excerpt(ours.results(), "workload"));
  }
}

package glomers.ladder;

import glomers.experiment.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * A challenge on one rung, as a row of the ladder.
 *
 * @param challenge the challenge's name
 * @param rung the value of {@code --rung}
 * @param subject what a sweep tries, and what it must stand: the claims of the row
 * @param node the class that makes a node one of the challenge
 * @param command the official command on which the cost of an operation is measured
 */
public record Rung(
    String challenge, String rung, Subject subject, Class<?> node, OfficialCommand command) {

  /** The two words that tell it from others. */
  public String name() {
    return challenge + " " + rung;
  }

  /** The arguments of {@code test} for an official command without faults, in simulated time. */
  public List<String> arguments(OfficialCommand official, long seed) {
    List<String> words = new ArrayList<>(List.of("-w", subject.workload()));
    words.addAll(List.of("--bin", subject.program()));
    words.addAll(official.options());
    words.addAll(subject.options());
    words.addAll(List.of("--engine", "simulation", "--seed", "" + seed, "--"));
    words.addAll(subject.words());
    return words;
  }
}

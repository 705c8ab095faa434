package glomers.experiment;

import glomers.workbench.nemesis.Fault;
import java.util.List;
import java.util.Set;

/**
 * A challenge in one variant, and what it must stand: what a sweep tries.
 *
 * @param name tells it from other variants, such as {@code kafka-plain}
 * @param workload what is asked of it
 * @param program its executable
 * @param words what the executable is told
 * @param options further options of {@code test}, such as what the history must satisfy
 * @param fewestNodes the fewest nodes that make sense
 * @param mostNodes the most nodes that a short run takes
 * @param mostRate the most operations a second
 * @param stands the faults under which it must keep its promise
 */
public record Subject(
    String name,
    String workload,
    String program,
    List<String> words,
    List<String> options,
    int fewestNodes,
    int mostNodes,
    int mostRate,
    Set<Fault> stands) {

  /** Refuses ranges that hold nothing. */
  public Subject {
    if (fewestNodes < 1 || mostNodes < fewestNodes || mostRate < 1) {
      throw new IllegalArgumentException(name + " needs a node and an operation a second");
    }
    words = List.copyOf(words);
    options = List.copyOf(options);
  }

  /** The same under another name. */
  public Subject called(String other) {
    return new Subject(
        other, workload, program, words, options, fewestNodes, mostNodes, mostRate, stands);
  }

  /** The same, with no fewer nodes than these. */
  public Subject withAtLeast(int nodes) {
    return new Subject(name, workload, program, words, options, nodes, mostNodes, mostRate, stands);
  }

  /** The same, standing these and no others. */
  public Subject standing(Set<Fault> faults) {
    return new Subject(
        name, workload, program, words, options, fewestNodes, mostNodes, mostRate, faults);
  }
}

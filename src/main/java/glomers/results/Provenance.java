package glomers.results;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a run came about. What is not known is empty: of a run that somebody started by hand with the
 * real Maelstrom, only its log tells, if it is there.
 *
 * @param challenge the row of the official commands, e.g. {@code 3d} or {@code 6b-partition}
 * @param command the words behind {@code maelstrom test}
 * @param engine what ran it: {@code maelstrom}, {@code workbench} or {@code simulation}
 * @param engineVersion of what ran it
 * @param seed of the run's random choices; Maelstrom has none
 * @param commit the Git commit of the nodes' sources
 * @param dirty whether there were changes that are not in the commit
 * @param machine what it ran on
 * @param jdk the Java runtime of the nodes
 * @param started when
 * @param wallSeconds how long the whole command took
 * @param exitStatus how the command ended
 */
public record Provenance(
    Optional<String> challenge,
    TestCommandLine command,
    Optional<String> engine,
    Optional<String> engineVersion,
    OptionalLong seed,
    Optional<String> commit,
    Optional<Boolean> dirty,
    Optional<Machine> machine,
    Optional<String> jdk,
    Optional<Instant> started,
    OptionalDouble wallSeconds,
    OptionalInt exitStatus) {

  /** Nothing known. */
  public static final Provenance UNKNOWN = of(new TestCommandLine(List.of()));

  /** Nothing known but the command. */
  public static Provenance of(TestCommandLine command) {
    return new Provenance(
        Optional.empty(),
        command,
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty());
  }

  /** This, and where it knows nothing, what {@code other} knows. */
  public Provenance or(Provenance other) {
    return new Provenance(
        challenge.or(other::challenge),
        command.words().isEmpty() ? other.command : command,
        engine.or(other::engine),
        engineVersion.or(other::engineVersion),
        seed.isPresent() ? seed : other.seed,
        commit.or(other::commit),
        commit.isPresent() ? dirty : other.dirty,
        machine.or(other::machine),
        jdk.or(other::jdk),
        started.or(other::started),
        wallSeconds.isPresent() ? wallSeconds : other.wallSeconds,
        exitStatus.isPresent() ? exitStatus : other.exitStatus);
  }

  /**
   * The first digits of the commit, for a person.
   *
   * @param changed what is said behind it if there were changes that are not in it
   */
  public Optional<String> commit(int digits, String changed) {
    return commit.map(all ->
        all.substring(0, Math.min(digits, all.length())) + (dirty.orElse(false) ? changed : ""));
  }

  /** This, with what made the run. */
  public Provenance by(
      String engine, Optional<String> engineVersion, OptionalLong seed, Optional<Instant> started) {
    return new Provenance(
        challenge,
        command,
        Optional.of(engine),
        engineVersion,
        seed,
        commit,
        dirty,
        machine,
        jdk,
        started,
        wallSeconds,
        exitStatus);
  }

  /** This, with how the run ended. */
  public Provenance ended(OptionalInt exitStatus, OptionalDouble wallSeconds) {
    return new Provenance(
        challenge,
        command,
        engine,
        engineVersion,
        seed,
        commit,
        dirty,
        machine,
        jdk,
        started,
        wallSeconds,
        exitStatus);
  }
}

package glomers.experiment;

import glomers.experiment.MessageTrace.Event;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.history.Operation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Whether a run is the same again with the same seed. */
public final class Replay {
  private Replay() {}

  /**
   * A run in two numbers: equal for equal runs, in whatever JVM.
   *
   * @param history a hash (SHA-256) of the history as it would be written, byte for byte
   * @param order a hash of which task ran when
   */
  public record Fingerprint(String history, long order) {
    @Override
    public String toString() {
      return history + " " + Long.toHexString(order);
    }
  }

  /** The fingerprint of a run. */
  public static Fingerprint fingerprint(Experiment.Ran ran) {
    MessageDigest hash = sha256();
    for (Operation entry : ran.outcome().history()) {
      hash.update((HistoryLines.edn(entry) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return new Fingerprint(HexFormat.of().formatHex(hash.digest()), ran.fingerprint());
  }

  /** A hash of some texts, one after the other. */
  public static String digest(String... texts) {
    MessageDigest hash = sha256();
    for (String text : texts) {
      hash.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Runs the same seed twice. Returns where the second run first differs from the first, in words;
   * empty if it does not. Then something in it is decided by no seed: a clock or chance of the
   * JDK's, or the order of a hash table.
   */
  public static Optional<String> difference(Experiment experiment, long seed) {
    MessageTrace first = new MessageTrace();
    MessageTrace second = new MessageTrace();
    Fingerprint one = fingerprint(experiment.run(seed, first::on));
    Fingerprint other = fingerprint(experiment.run(seed, second::on));
    Optional<String> message = firstDifference(first.events(), second.events(), Event::line);
    if (message.isPresent() || one.equals(other)) {
      return message;
    }
    return Optional.of(
        one.history().equals(other.history())
            ? "all messages are the same, but tasks ran in another order or at another time"
            : "all messages are the same, but the histories are not");
  }

  private static <T> Optional<String> firstDifference(
      List<T> first, List<T> second, Function<T, String> inWords) {
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      String one = i < first.size() ? inWords.apply(first.get(i)) : "(nothing more)";
      String other = i < second.size() ? inWords.apply(second.get(i)) : "(nothing more)";
      if (!one.equals(other)) {
        return Optional.of("once  " + one + "\nthen  " + other);
      }
    }
    return Optional.empty();
  }
}

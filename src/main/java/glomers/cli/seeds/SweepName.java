package glomers.cli.seeds;

import glomers.workbench.nemesis.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What decides every run of a sweep: equal for all shards of one.
 *
 * @param code tells one build from another
 * @param seed the first seed
 * @param seeds how many there are
 * @param seconds how long the operations of a run go on
 * @param challenge with what the names of the challenges begin
 * @param faults what may go wrong, by commas
 */
record SweepName(String code, long seed, int seeds, int seconds, String challenge, String faults) {
  private static final int CODE_BYTES = 8;

  /** The name of a sweep that this build makes. */
  static SweepName here(long seed, int seeds, int seconds, String challenge, Set<Fault> faults) {
    // In their own order: that of a hash table is another one in each JVM.
    String labels = faults.stream().sorted().map(Fault::label).collect(Collectors.joining(","));
    return new SweepName(
        build(), seed, seeds, seconds, challenge, labels.isEmpty() ? "none" : labels);
  }

  /** A hash of the jar, which is the same whoever builds it; classes in a folder have none. */
  private static String build() {
    try {
      Path jar =
          Path.of(SweepName.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        return "unpacked";
      }
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      return HexFormat.of().formatHex(hash, 0, CODE_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("a jar is a file, and every JDK has SHA-256", e);
    }
  }

  /** The options of {@code simulate} that make it, but for its seeds. */
  List<String> options() {
    List<String> options = new ArrayList<>(List.of("--seconds", "" + seconds, "--faults", faults));
    if (!challenge.isEmpty()) {
      options.addAll(List.of("--challenge", challenge));
    }
    return options;
  }
}

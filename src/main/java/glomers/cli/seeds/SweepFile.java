package glomers.cli.seeds;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glomers.workbench.store.DiskProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a shard of a sweep left in a file: a line of JSON that says which shard it is, then a line
 * for each run that ended, in any order.
 *
 * @param path where it is
 * @param sweep the sweep it belongs to
 * @param shard its share
 * @param runs the runs that ended, each once
 */
record SweepFile(Path path, SweepName sweep, Shard shard, List<RunLine> runs) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  /** The first line. */
  private record Header(SweepName sweep, Shard shard) {}

  /** A file that is no share of a sweep. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String line) {
      super(line);
    }
  }

  /** Reads a file. A last line that was cut off, as by a crash, counts as not there. */
  static SweepFile read(Path path) throws Unusable {
    String text;
    try {
      text = Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Unusable(DiskProblem.in(path, e));
    }
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    if (lines.isEmpty()) {
      throw new Unusable(path + " is empty: simulate --json writes such files.");
    }
    Header header = parse(path, lines, 0, Header.class);
    SweepName sweep = header.sweep();
    Shard shard = header.shard();
    if (shard.index() < 1 || shard.index() > shard.of() || sweep.seeds() < shard.of()) {
      throw new Unusable(path + ", line 1: there is no shard " + shard + " of such a sweep.");
    }
    long first = sweep.seed() + shard.skipped(sweep.seeds());
    BitSet seen = new BitSet();
    List<RunLine> runs = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      RunLine run = parse(path, lines, i, RunLine.class);
      long place = run.seed() - first;
      if (place < 0 || place >= shard.size(sweep.seeds()) || seen.get((int) place)) {
        throw new Unusable(
            "%s, line %d: seed %d does not belong to shard %s, or is there twice."
                .formatted(path, i + 1, run.seed(), shard));
      }
      if (!run.subject().startsWith(sweep.challenge())) {
        throw new Unusable(
            "%s, line %d: %s is no part of a sweep of %s."
                .formatted(path, i + 1, run.subject(), sweep.challenge()));
      }
      seen.set((int) place);
      runs.add(run);
    }
    return new SweepFile(path, sweep, shard, List.copyOf(runs));
  }

  private static <T> T parse(Path path, List<String> lines, int index, Class<T> type)
      throws Unusable {
    try {
      return JSON.readValue(lines.get(index), type);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new Unusable(
          "%s, line %d is not what simulate --json writes.".formatted(path, index + 1));
    }
  }

  /** The line that says what the others are. */
  static String header(SweepName sweep, Shard shard) {
    return line(new Header(sweep, shard));
  }

  /** A run as a line. */
  static String line(RunLine run) {
    return line((Object) run);
  }

  private static String line(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (JacksonException e) {
      throw new IllegalStateException("numbers and words can always be written", e);
    }
  }

  /** How many of its runs have not ended. */
  int missing() {
    return shard.size(sweep.seeds()) - runs.size();
  }
}

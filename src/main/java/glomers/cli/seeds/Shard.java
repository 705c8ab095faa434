package glomers.cli.seeds;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A share of a sweep: a range of its seeds. Together the shards of a sweep have each seed once, and
 * their sizes differ by one run at most.
 *
 * @param index which one, from 1
 * @param of how many there are
 */
record Shard(int index, int of) {
  /** All of it. */
  static final Shard WHOLE = new Shard(1, 1);

  private static final Pattern WORD = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** What numbers the jobs of a batch, and its first number. */
  private record Numbering(String variable, int first) {}

  private static final List<Numbering> NUMBERINGS =
      List.of(
          new Numbering("JOB_COMPLETION_INDEX", 0), // a Kubernetes Indexed Job
          new Numbering("CI_NODE_INDEX", 1)); // GitLab's parallel jobs

  /** What is wrong with it, for its user. */
  static final class BadShard extends Exception {
    private static final long serialVersionUID = 1L;

    BadShard(String line) {
      super(line);
    }
  }

  /** As {@code --shard} names it, such as 3/40. */
  static Shard of(String word) throws BadShard {
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches()) {
      throw new BadShard("--shard " + word + ": which one and of how many, such as 3/40.");
    }
    return checked(
        "--shard " + word, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** The one of so many that this job is to make, by what started it. */
  static Shard ofJob(int of, Map<String, String> environment) throws BadShard {
    List<Numbering> set =
        NUMBERINGS.stream().filter(each -> environment.containsKey(each.variable())).toList();
    if (set.size() != 1) {
      throw new BadShard(
          "--shards %d: of %s exactly one must be set; else say which shard this is: --shard 1/%d."
              .formatted(
                  of,
                  String.join(" and ", NUMBERINGS.stream().map(Numbering::variable).toList()),
                  of));
    }
    Numbering numbering = set.getFirst();
    String number = environment.get(numbering.variable());
    String given = "--shards " + of + " with " + numbering.variable() + "=" + number;
    if (!NUMBER.matcher(number).matches()) {
      throw new BadShard(given + ": this must be a number.");
    }
    return checked(given, Integer.parseInt(number) + 1 - numbering.first(), of);
  }

  private static Shard checked(String given, int index, int of) throws BadShard {
    if (index < 1 || index > of) {
      throw new BadShard(given + ": there are the shards 1 to " + of + ".");
    }
    return new Shard(index, of);
  }

  /** How many of the seeds come before its own. */
  int skipped(int seeds) {
    return (int) ((long) seeds * (index - 1) / of);
  }

  /** How many seeds are its own. */
  int size(int seeds) {
    return new Shard(index + 1, of).skipped(seeds) - skipped(seeds);
  }

  @Override
  public String toString() {
    return index + "/" + of;
  }
}

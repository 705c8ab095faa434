package glomers.cli.seeds;

import glomers.workbench.checker.Validity;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes a {@link SweepFile}, a line as soon as a run has ended, so that whatever ends the sweep
 * costs the runs that go on at that moment and no others. Thread-safe.
 */
final class SweepLog implements Closeable {
  private final Path path;
  private final Writer writer;
  private final List<RunLine> kept;

  private SweepLog(Path path, Writer writer, List<RunLine> kept) {
    this.path = path;
    this.writer = writer;
    this.kept = kept;
  }

  /**
   * Begins a file, or goes on with one of the same sweep and shard: what has ended there is not to
   * be run again, unless it failed, since a failure is to be shown.
   *
   * @throws SweepFile.Unusable if there is something else in the file
   */
  static SweepLog begin(Path path, SweepName sweep, Shard shard)
      throws SweepFile.Unusable, IOException {
    List<RunLine> kept = List.of();
    if (Files.exists(path) && Files.size(path) > 0) {
      SweepFile before = SweepFile.read(path);
      if (!before.sweep().equals(sweep) || !before.shard().equals(shard)) {
        throw new SweepFile.Unusable(
            "--json %s: this is shard %s of another sweep, share or build; name another file."
                .formatted(path, before.shard()));
      }
      kept = before.runs().stream().filter(run -> run.verdict() != Validity.INVALID).toList();
    }
    StringBuilder text = new StringBuilder(SweepFile.header(sweep, shard));
    kept.forEach(run -> text.append(SweepFile.line(run)));
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
    return new SweepLog(
        path,
        Files.newBufferedWriter(path, StandardCharsets.UTF_8, StandardOpenOption.APPEND),
        kept);
  }

  Path path() {
    return path;
  }

  /** The runs that need not be made again. */
  List<RunLine> kept() {
    return kept;
  }

  /** Adds a run that has ended. */
  synchronized void add(RunLine run) {
    try {
      writer.write(SweepFile.line(run));
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}

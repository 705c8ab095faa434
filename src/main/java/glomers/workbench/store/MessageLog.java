package glomers.workbench.store;

import glomers.workbench.network.Drop;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.NetworkJournal;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;

/**
 * Keeps the messages of a run in {@code messages.jsonl.gz}. Those who send and deliver only leave a
 * note; a thread of its own makes text of it, so that a run is not slowed down. Safe for use by
 * many threads.
 */
public final class MessageLog implements NetworkJournal, Closeable {
  /** How many messages are kept unless told otherwise. */
  public static final long USUAL_LIMIT = 300_000;

  private static final long PAUSE_NANOS = 100_000_000;

  /** Messages that wait to be written take no more memory than this, about. */
  private static final long MOST_WAITING =
      Math.clamp(Runtime.getRuntime().maxMemory() / 16, 1L << 20, 64L << 20);

  private final LongSupplier clock;
  private final Path file;
  private final Path fresh;
  private final Consumer<Throwable> ownFault;
  private final AtomicLong waiting = new AtomicLong();

  /** Messages from this number on are not kept. */
  private volatile long limit;

  private final MessageLines lines;
  private final Queue<Note> notes = new ConcurrentLinkedQueue<>();
  private final Thread writer;
  private long early; // of the writing thread: the weight of what was taken and not yet written
  private volatile boolean closing;
  private volatile IOException failure;

  /** What happened, and when. */
  sealed interface Note {
    long nanos();

    record Began(long nanos) implements Note {}

    /** A client began to work for a process. */
    record Acting(long nanos, String client, int process) implements Note {}

    record Sent(long nanos, Envelope envelope) implements Note {}

    record Received(long nanos, long id) implements Note {}

    record Dropped(long nanos, long id, Drop cause) implements Note {}
  }

  /**
   * Begins a log in {@code folder}.
   *
   * @param clock the clock of the run, in nanoseconds
   * @param limit how many messages are kept; of those beyond only their number is
   * @param ownFault is told what is thrown where nothing should be
   * @throws IOException if the file cannot be made
   */
  public static MessageLog begin(
      Path folder, LongSupplier clock, long limit, Consumer<Throwable> ownFault)
      throws IOException {
    MessageLog log = new MessageLog(folder, clock, limit, ownFault);
    log.writer.start();
    return log;
  }

  private MessageLog(Path folder, LongSupplier clock, long limit, Consumer<Throwable> ownFault)
      throws IOException {
    this.file = folder.resolve("messages.jsonl.gz");
    this.fresh = folder.resolve("messages.jsonl.gz.part");
    this.clock = clock;
    this.limit = limit;
    this.ownFault = ownFault;
    this.lines =
        new MessageLines(
            new BufferedOutputStream(
                new GZIPOutputStream(Files.newOutputStream(fresh), 1 << 16, true), 1 << 16),
            limit);
    this.writer = Thread.ofPlatform().daemon().name("message log").unstarted(this::write);
  }

  @Override
  public void began(long nanos) {
    notes.add(new Note.Began(nanos));
  }

  @Override
  public void acting(String client, int process) {
    notes.add(new Note.Acting(clock.getAsLong(), client, process));
  }

  @Override
  public void sent(Envelope envelope) {
    if (envelope.id() >= limit) {
      lines.tooMany();
    } else if (waiting.addAndGet(envelope.weight()) > MOST_WAITING) {
      // They come faster than they can be written: from here on none is kept, so that those that
      // are have no gaps.
      waiting.addAndGet(-envelope.weight());
      limit = Math.min(limit, envelope.id());
      lines.tooMany();
    } else {
      notes.add(new Note.Sent(clock.getAsLong(), envelope));
    }
  }

  @Override
  public void received(Envelope envelope) {
    if (envelope.id() < limit) {
      notes.add(new Note.Received(clock.getAsLong(), envelope.id()));
    }
  }

  @Override
  public void dropped(Envelope envelope, Drop cause) {
    if (envelope.id() < limit) {
      notes.add(new Note.Dropped(clock.getAsLong(), envelope.id(), cause));
    }
  }

  private void write() {
    try {
      while (!closing) {
        if (drain()) {
          lines.flush();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      drain();
      lines.close();
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      giveUp(e);
    } catch (RuntimeException | Error e) {
      ownFault.accept(e);
      giveUp(new IOException(e));
    }
  }

  private void giveUp(IOException why) {
    failure = why;
    limit = 0;
    while (!closing) {
      notes.clear();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** What of the messages is not kept, for a person; empty if all are. To be asked at the end. */
  public Optional<String> loss() {
    long lost = lines.beyond();
    return lost == 0 || !lines.anyKept()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "messages.jsonl.gz has the first %,d messages, and not the %,d after them"
                    + " (--keep-messages, and a limit of bytes)",
                lines.kept(),
                lost));
  }

  private boolean drain() throws IOException {
    boolean any = false;
    for (Note note = notes.poll(); note != null; note = notes.poll()) {
      lines.add(note);
      if (note instanceof Note.Sent sent) {
        early += sent.envelope().weight();
      }
      if (lines.hasBegun()) {
        waiting.addAndGet(-early);
        early = 0;
      }
      any = true;
    }
    return any;
  }

  /**
   * Writes what is not yet written, and ends the file. The run must be over.
   *
   * @throws IOException if not all of it could be written
   */
  @Override
  public void close() throws IOException {
    closing = true;
    LockSupport.unpark(writer);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}

package glomers.workbench.store;

import glomers.workbench.network.Drop;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Journal;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;

/**
 * Keeps the messages of a run in {@code messages.jsonl.gz}. Those who send and deliver only leave a
 * note; a thread of its own makes text of it, so that a run is not slowed down. Safe for use by
 * many threads.
 */
public final class MessageLog implements Journal, Closeable {
  /** How many messages are kept unless told otherwise. */
  public static final long USUAL_LIMIT = 300_000;

  private static final long PAUSE_NANOS = 100_000_000;

  private final LongSupplier clock;
  private final long limit;
  private final MessageLines lines;
  private final Queue<Note> notes = new ConcurrentLinkedQueue<>();
  private final Thread writer;
  private volatile boolean closing;
  private volatile IOException failure;

  /** What happened, and when. */
  sealed interface Note {
    long nanos();

    /** The history began. */
    record Began(long nanos) implements Note {}

    /** A client began to work for a process. */
    record Acting(long nanos, String client, int process) implements Note {}

    /** A message was sent. */
    record Sent(long nanos, Envelope envelope) implements Note {}

    /** A message arrived. */
    record Received(long nanos, long id) implements Note {}

    /** A message was dropped. */
    record Dropped(long nanos, long id, Drop cause) implements Note {}
  }

  /**
   * Begins a log in {@code folder}.
   *
   * @param clock the clock of the run, in nanoseconds
   * @param limit how many messages are kept; of those beyond only their number is
   * @throws IOException if the file cannot be made
   */
  public static MessageLog begin(Path folder, LongSupplier clock, long limit) throws IOException {
    OutputStream file = Files.newOutputStream(folder.resolve("messages.jsonl.gz"));
    MessageLog log = new MessageLog(clock, limit, file);
    log.writer.start();
    return log;
  }

  private MessageLog(LongSupplier clock, long limit, OutputStream file) throws IOException {
    this.clock = clock;
    this.limit = limit;
    this.lines =
        new MessageLines(
            new BufferedOutputStream(new GZIPOutputStream(file, 1 << 16, true), 1 << 16), limit);
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
    if (envelope.id() < limit) {
      notes.add(new Note.Sent(clock.getAsLong(), envelope));
    } else {
      lines.tooMany();
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
    } catch (IOException e) {
      failure = e;
      while (!closing) {
        notes.clear();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private boolean drain() throws IOException {
    boolean any = false;
    for (Note note = notes.poll(); note != null; note = notes.poll()) {
      lines.add(note);
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

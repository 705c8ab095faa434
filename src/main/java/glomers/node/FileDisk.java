package glomers.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;

/**
 * Records as lines of a file, each with its checksum in front. A crash while lines are written
 * leaves a last one that is torn: it and what may follow is cut off when the file is read. What
 * replaces all records is written beside the file and renamed over it.
 */
final class FileDisk implements Disk {
  private static final int CHECKSUM = 8; // hexadecimal digits
  private static final String NAME = "disk"; // whom records come from, as far as a parser must know

  private final Path folder;
  private final Path file;
  private final ReentrantLock writing = new ReentrantLock(); // not a monitor, for it waits
  private FileChannel channel; // guarded by writing, as is the next
  private Optional<IOException> failure = Optional.empty();
  private List<Change> changes = new ArrayList<>(); // guarded by this

  private record Change(boolean replaces, List<ObjectNode> records) {}

  /** A disk in this folder, which need not be there yet. */
  FileDisk(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("records");
  }

  @Override
  public List<ObjectNode> read() {
    writing.lock();
    try {
      byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      List<ObjectNode> records = new ArrayList<>();
      int good = parse(bytes, records);
      open();
      channel.truncate(good); // or what is appended would stand behind a torn line
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writing.unlock();
    }
  }

  /** Adds the records to a list. Returns where the good lines end. */
  private static int parse(byte[] bytes, List<ObjectNode> to) {
    MessageParser parser = new MessageParser();
    int start = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        int from = start + CHECKSUM + 1;
        if (from > at || !checksum(bytes, from, at - from).equals(text(bytes, start))) {
          return start;
        }
        try {
          to.add(parser.parse(bytes, from, at - from).orElseThrow(IOException::new).body());
        } catch (IOException e) {
          return start;
        }
        start = at + 1;
      }
    }
    return start;
  }

  private static String text(byte[] bytes, int start) {
    return new String(bytes, start, CHECKSUM, StandardCharsets.ISO_8859_1);
  }

  private static String checksum(byte[] bytes, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, length);
    return String.format("%08x", crc.getValue());
  }

  @Override
  public synchronized void append(ObjectNode record) {
    changes.add(new Change(false, List.of(record)));
  }

  @Override
  public synchronized void replace(List<ObjectNode> records) {
    changes.clear(); // they would be replaced
    changes.add(new Change(true, List.copyOf(records)));
  }

  @Override
  public void sync() {
    writing.lock(); // who waits here is mostly served by the one before
    try {
      if (failure.isPresent()) {
        throw failure.get(); // what was to be written then is lost
      }
      List<Change> taken = takeChanges();
      if (!taken.isEmpty()) {
        write(taken);
      }
    } catch (IOException e) {
      failure = Optional.of(e);
      throw new UncheckedIOException(e);
    } finally {
      writing.unlock();
    }
  }

  private synchronized List<Change> takeChanges() {
    List<Change> taken = changes;
    changes = new ArrayList<>();
    return taken;
  }

  private void write(List<Change> taken) throws IOException {
    LineBuffer lines = new LineBuffer();
    taken.forEach(change -> change.records().forEach(record -> print(record, lines)));
    if (!taken.getFirst().replaces()) {
      write(lines, channel);
      return;
    }
    Path fresh = folder.resolve("records.new");
    try (FileChannel beside =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(lines, beside);
    }
    channel.close();
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    open();
  }

  private static void print(ObjectNode record, LineBuffer lines) {
    LineBuffer line = new LineBuffer();
    MessagePrinter.print(new Message(NAME, NAME, record), line); // with a newline at its end
    lines.add(checksum(line.bytes(), 0, line.length() - 1) + " ");
    lines.add(line);
  }

  private static void write(LineBuffer lines, FileChannel to) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines.bytes(), 0, lines.length());
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
    to.force(false);
  }

  private void open() throws IOException {
    Files.createDirectories(folder);
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.position(channel.size());
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true); // elsewhere a folder cannot be opened, and need not be
      }
    }
  }
}

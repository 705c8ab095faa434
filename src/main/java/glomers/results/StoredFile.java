package glomers.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A file of a run's folder, which may come from anybody. Whatever reads or writes in such a folder
 * does it here: only regular files are opened, since a pipe would be waited for without end; none
 * that a link leads to outside of the folder; and no more is read than {@link ReadingLimits} says.
 */
public final class StoredFile {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(ReadingLimits.LEVELS)
                      .maxTokenCount(2L * ReadingLimits.VALUES)
                      .build())
              .build());

  private final String name;
  private final Path path;

  private StoredFile(String name, Path path) {
    this.name = name;
    this.path = path;
  }

  /**
   * The first of these files that is in the folder; empty if none is.
   *
   * @throws IOException if it is there but may not be read, with one line that says why
   */
  public static Optional<StoredFile> find(Path folder, String... names) throws IOException {
    for (String name : names) {
      if (isThere(folder, name)) {
        return Optional.of(checked(folder, name));
      }
    }
    return Optional.empty();
  }

  /** Whether the folder has something of this name, fit to be read or not. */
  static boolean isThere(Path folder, String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private static StoredFile checked(Path folder, String name) throws IOException {
    Path real;
    try {
      real = folder.resolve(name).toRealPath();
    } catch (NoSuchFileException e) {
      throw new IOException(name + " is a link that leads nowhere", e);
    }
    if (!real.startsWith(folder.toRealPath())) {
      throw new IOException(name + " is a link out of the run's folder, so it is not read");
    }
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      String kind = Files.isDirectory(real) ? "a folder" : "a pipe or a device";
      throw new IOException(name + " is " + kind + " where a file should be");
    }
    return new StoredFile(name, real);
  }

  /** A file that the user named: wherever it is, and a pipe if they want it so. */
  public static StoredFile named(Path file) {
    return new StoredFile(file.toString(), file);
  }

  /** What the file is called in its folder. */
  String name() {
    return name;
  }

  /** How large it is on disk. */
  long size() throws IOException {
    return Files.size(path);
  }

  /** Its bytes as they are on disk; reading more than {@code most} fails. */
  InputStream bytes(long most) throws IOException {
    return new Bounded(Files.newInputStream(path), name, most);
  }

  /** Its bytes, unpacked if they are gzipped; reading more than {@code most} of them fails. */
  private InputStream unpacked(long most) throws IOException {
    InputStream in = Files.newInputStream(path);
    try {
      return new Bounded(name.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in, name, most);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Its text, which may not be quite UTF-8. */
  BufferedReader text(long most) throws IOException {
    return new BufferedReader(
        new InputStreamReader(unpacked(most), StandardCharsets.UTF_8), 1 << 16);
  }

  /** Its text, however long: for a reader who keeps count of what it holds. */
  public BufferedReader wholeText() throws IOException {
    return text(Long.MAX_VALUE);
  }

  /** Its lines, of which there may be any number. */
  Lines lines() throws IOException {
    return new Lines(text(ReadingLimits.LINES));
  }

  /**
   * The JSON value that it holds.
   *
   * @throws IOException with one line that names the file
   */
  public JsonNode json() throws IOException {
    return json(ReadingLimits.RESULTS);
  }

  JsonNode json(long most) throws IOException {
    try (InputStream in = bytes(most)) {
      return JSON.readTree(in);
    } catch (JsonProcessingException e) {
      throw new IOException(name + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The end of its text, with a line above it that says how much is missing. */
  public String end(int most) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
      long length = in.length();
      byte[] bytes = new byte[(int) Math.min(length, most)];
      in.seek(length - bytes.length);
      in.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return length > most ? "… " + (length - most) + " bytes before this\n" + text : text;
    }
  }

  /**
   * Puts a file in the place of whatever has this name, so that nobody ever reads half of it. A
   * link is replaced, not followed: it may lead to any file of the user's.
   *
   * @return the file's path
   */
  public static Path replace(Path folder, String name, byte[] content) throws IOException {
    Path fresh = folder.resolve(name + "." + ProcessHandle.current().pid());
    Path file = folder.resolve(name);
    try {
      Files.deleteIfExists(fresh);
      Files.write(fresh, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return file;
  }

  /** Fails once more than so many bytes were read. */
  private static final class Bounded extends FilterInputStream {
    private final String name;
    private final long most;
    private long left;

    Bounded(InputStream in, String name, long most) {
      super(in);
      this.name = name;
      this.most = most;
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      return read < 0 ? read : counted(read, 1);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      return read < 0 ? read : counted(read, read);
    }

    private int counted(int result, int read) throws IOException {
      left -= read;
      if (left < 0) {
        throw new TooLarge(
            name + " holds more than the " + (most >> 10) + " KiB that are read of such a file");
      }
      return result;
    }
  }

  /** More than is read of such a file. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge(String line) {
      super(line);
    }
  }
}

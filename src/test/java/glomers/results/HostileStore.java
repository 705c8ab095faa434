package glomers.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Makes runs as somebody could who means harm: each kind is small on disk, and made quickly. */
public final class HostileStore {
  /** What stands in files outside of the store, and must never be seen again. */
  public static final String SECRET = "root:x:0:0:SECRET";

  private static final int DEEP = 200_000;

  private final Path folder;

  /** A run in this folder, which is made. */
  public HostileStore(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Makes a valid run of it, to which harm is done next. */
  public HostileStore valid() throws IOException {
    return text("results.json", "{\"valid?\": true, \"stats\": {\"count\": 7}}")
        .text(
            "history.edn",
            """
            {:index 0, :time 0, :type :invoke, :process 0, :f :add, :value 1}
            {:index 1, :time 1000000, :type :ok, :process 0, :f :add, :value 1}
            """);
  }

  /** Takes its results away, for others to stand there. */
  public HostileStore withoutResults() throws IOException {
    Files.deleteIfExists(folder.resolve("results.json"));
    return this;
  }

  /** Takes its history away, for another to stand there. */
  public HostileStore withoutHistory() throws IOException {
    Files.deleteIfExists(folder.resolve("history.edn"));
    return this;
  }

  /** A file of this text. */
  public HostileStore text(String name, String text) throws IOException {
    return bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file of these bytes. */
  public HostileStore bytes(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.write(file, bytes);
    return this;
  }

  /** As many brackets, one within the other. */
  public HostileStore brackets(String name, String open) throws IOException {
    return text(name, open.repeat(DEEP));
  }

  /** A file without a newline of so many characters. */
  public HostileStore endless(String name, String begin, String repeated, long characters)
      throws IOException {
    Files.deleteIfExists(folder.resolve(name));
    byte[] piece = repeated.repeat((1 << 16) / repeated.length()).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      out.write(begin.getBytes(StandardCharsets.UTF_8));
      for (long written = 0; written < characters; written += piece.length) {
        out.write(piece);
      }
    }
    return this;
  }

  /** Some text, and then a piece again and again, packed as one member of a file for each. */
  public HostileStore bomb(String name, String begin, byte[] piece, int times) throws IOException {
    byte[] packed = gzip(piece);
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      out.write(gzip(begin.getBytes(StandardCharsets.UTF_8)));
      for (int i = 0; i < times; i++) {
        out.write(packed);
      }
    }
    return this;
  }

  /** A pipe that nobody writes to, nor reads from. */
  public HostileStore pipe(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    try {
      if (new ProcessBuilder("mkfifo", file.toString()).start().waitFor() != 0) {
        throw new IOException("mkfifo failed");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return this;
  }

  /** A folder where a file should be. */
  public HostileStore folder(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
    Files.createDirectories(folder.resolve(name).resolve("in it"));
    return this;
  }

  /** A link. */
  public HostileStore link(String name, Path target) throws IOException {
    Path link = folder.resolve(name);
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target);
    return this;
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }
}

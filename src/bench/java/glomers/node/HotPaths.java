package glomers.node;

import com.fasterxml.jackson.databind.json.JsonMapper;
import glomers.gossip.VersionVector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What each message costs, in the code of the compiler that nodes use; Jackson beside it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgs = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class HotPaths {
  private static final byte[] LINE =
      "{\"id\":7,\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"echo\",\"echo\":\"Please echo 7\",\"msg_id\":7}}"
          .getBytes(StandardCharsets.UTF_8);

  private final MessageParser parser = new MessageParser();
  private final JsonMapper jackson = new JsonMapper();
  private final LineBuffer buffer = new LineBuffer();
  private final Message message = parse().orElseThrow();
  private final VersionVector mine = vector(0);
  private final VersionVector theirs = vector(1);

  private static VersionVector vector(int more) {
    TreeMap<String, Long> counts = new TreeMap<>();
    for (int i = 0; i < 25; i++) {
      counts.put("n" + i + "/1c9x2kq0ha", 100L + (i + more) % 2);
    }
    return VersionVector.of(counts);
  }

  /** A line becomes a message. */
  @Benchmark
  public Optional<Message> parse() {
    try {
      return parser.parse(LINE, 0, LINE.length);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same line becomes a tree of Jackson's. */
  @Benchmark
  public Object parseWithJackson() throws IOException {
    return jackson.readTree(LINE);
  }

  /** A message becomes a line. */
  @Benchmark
  public Object print() {
    buffer.clear();
    MessagePrinter.print(message, buffer);
    return buffer;
  }

  /** What two of 25 nodes have is merged. */
  @Benchmark
  public VersionVector merge() {
    return mine.join(theirs);
  }

  /** The same tree is printed by Jackson. */
  @Benchmark
  public byte[] printWithJackson() throws IOException {
    return jackson.writeValueAsBytes(message.body());
  }
}

package glomers.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Small nodes in plain shell, right and wrong ones: they start in a millisecond, and show that a
 * node need not be Java.
 */
public final class ShellNode {
  /** What a right node of these workloads does with a request. */
  public static final String ECHO =
      "string echo; reply \"\\\"type\\\":\\\"echo_ok\\\",\\\"echo\\\":\\\"$value\\\"\"";

  static final String UNIQUE_ID =
      "reply \"\\\"type\\\":\\\"generate_ok\\\",\\\"id\\\":\\\"$me-$count\\\"\"";

  /** Keeps what it is given, and sends it to the other one of two nodes. */
  static final String BROADCAST =
      """
      other=n1; [ "$me" = n0 ] || other=n0
      case $type in
        broadcast)
          number message; values="$values,$value"
          printf '{"src":"%s","dest":"%s","body":{"type":"forward","message":%s}}\\n' \\
            "$me" "$other" "$value"
          reply '"type":"broadcast_ok"' ;;
        forward) number message; values="$values,$value" ;;
        read) reply "\\"type\\":\\"read_ok\\",\\"messages\\":[${values#,}]" ;;
      esac
      """;

  private static final String INIT_OK = "reply '\"type\":\"init_ok\"'";

  private ShellNode() {}

  /** A node that answers init, and does {@code handle} with every other request. */
  public static Path write(Path folder, String handle) {
    return write(folder, ":", INIT_OK, handle);
  }

  /** A node that does these when it starts, on init, and on every other request. */
  public static Path write(Path folder, String start, String init, String handle) {
    String script =
        """
        #!/bin/sh
        string() { value=${line#*\\"$1\\":\\"}; value=${value%%\\"*}; }
        number() { value=${line#*\\"$1\\":}; value=${value%%[,\\}]*}; }
        reply() {
          printf '{"src":"%s","dest":"%s","body":{%s,"in_reply_to":%s}}\\n' "$me" "$src" "$1" "$id"
        }
        values= count=0
        START
        while IFS= read -r line; do
          string src; src=$value
          string type; type=$value
          number msg_id; id=$value
          count=$((count + 1))
          case $type in
            init) string node_id; me=$value; INIT ;;
            topology) reply '"type":"topology_ok"' ;;
            *) HANDLE ;;
          esac
        done
        """
            .replace("START", start)
            .replace("INIT", init)
            .replace("HANDLE", handle);
    try {
      Path file = Files.writeString(folder.resolve("node.sh"), script);
      if (!file.toFile().setExecutable(true)) {
        throw new IOException("cannot make executable: " + file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Log}, {@link CasLog} and {@link OwnedLog} do each in its own way. {@link
 * KafkaHandlers} reads the requests and writes the replies.
 */
public interface KafkaLog {
  /** The messages that a poll may show: of each key without a gap, from the offset asked for on. */
  interface Messages {
    /** The message at this offset, if it is known. Must not wait. */
    Optional<JsonNode> at(String key, long offset);
  }

  /**
   * Appends a message to the log of a key.
   *
   * @return its offset
   * @throws glomers.node.RpcException a definite one only if the message never gets into the log
   */
  long send(String key, JsonNode message, Duration timeLeft);

  /** Looks for messages from these offsets on. It may find fewer than there are. */
  Messages poll(Map<String, Long> offsets, Duration atMost);

  /**
   * Raises the committed offset of each key to the one given, or leaves it alone if it is there
   * already.
   *
   * @throws glomers.node.RpcException a definite one only if nothing of it was done
   */
  void commit(Map<String, Long> offsets, Duration timeLeft);

  /**
   * The committed offsets of these keys; those without one are left out.
   *
   * @throws glomers.node.RpcException if one of them could not be read: left out, it would seem to
   *     have gone back
   */
  Map<String, Long> committed(List<String> keys, Duration timeLeft);
}

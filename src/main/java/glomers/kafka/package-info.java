/**
 * The Kafka-style log of challenges 5a to 5c, each message in a cell of lin-kv that is written
 * once. Depends on {@code node}.
 */
package glomers.kafka;

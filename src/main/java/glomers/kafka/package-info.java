/**
 * The Kafka-style log of challenges 5a to 5c, in cells of lin-kv that are written once: a message
 * in each (5a, 5b), or many (5c). Depends on {@code node}.
 */
package glomers.kafka;

/**
 * The Kafka-style log of challenges 5a to 5c, in slots of lin-kv that are claimed by a
 * compare-and-swap and never change: a message in each (5a, 5b), or many (5c). Depends on {@code
 * node}.
 */
package glomers.kafka;

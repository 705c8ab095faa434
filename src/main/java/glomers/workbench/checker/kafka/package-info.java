/**
 * Judges histories of a Kafka-style log. Depends on {@code history}, {@code checker} and {@code
 * checker.cycles}.
 */
package glomers.workbench.checker.kafka;

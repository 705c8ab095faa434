/** Nodes of {@code kafka} with one mistake each. */
package glomers.lessons.broken.kafka;

package glomers.workbench.checker.kafka;

/**
 * What tells one message from another: its key and content where no other message of that key has
 * the same content, as in Maelstrom's workload; otherwise its offset too.
 *
 * @param offset null where the content suffices
 */
record MessageId(Object key, Object message, Long offset) {}

/**
 * Clients as Maelstrom has them: one request at a time, its reply compared with the shape it must
 * have. Depends on {@code network}, {@code protocol} and the node library.
 */
package glomers.workbench.client;

/** Nodes of {@code broadcast} with one mistake each. */
package glomers.lessons.broken.broadcast;

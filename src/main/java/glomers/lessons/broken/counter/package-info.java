/** Nodes of {@code counter} with one mistake each. */
package glomers.lessons.broken.counter;

/** Nodes of {@code uniqueids} with one mistake each. */
package glomers.lessons.broken.uniqueids;

/** Lessons about a value that many change. Depends on {@code stage}. */
package glomers.lessons.counter;

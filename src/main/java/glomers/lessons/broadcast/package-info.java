/** Lessons about values that go around. Depends on {@code stage}. */
package glomers.lessons.broadcast;

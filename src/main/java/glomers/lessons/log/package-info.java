/** Lessons about logs and their offsets. Depends on {@code stage}. */
package glomers.lessons.log;

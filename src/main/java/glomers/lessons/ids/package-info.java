/** Lessons about ids that must be unique. Depends on {@code stage}. */
package glomers.lessons.ids;

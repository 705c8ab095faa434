/** The lesson about who sends to whom. Depends on {@code stage}. */
package glomers.lessons.topology;

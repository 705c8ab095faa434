/**
 * The blog's lessons, shown by breaking: for each a variant that is broken on purpose and ours, run
 * on the same seed. Depends on {@code experiment}, on {@code broken} and on the challenges.
 */
package glomers.lessons;

/**
 * The blog's lessons, shown by breaking: for each a copy of our node with one mistake, and ours,
 * run on the same seed. Depends on a package for each topic.
 */
package glomers.lessons;

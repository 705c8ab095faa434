/**
 * What a person's own test says: trials of a node's class over many seeds, one run to look into,
 * and a script that drives a single node. Needs no test framework: what fails is an {@code
 * AssertionError}. Depends on {@code experiment}, {@code lessons.stage} for its diagrams, and on
 * {@code report} for its pages.
 */
package glomers.testing;

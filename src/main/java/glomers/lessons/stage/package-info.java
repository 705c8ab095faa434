/**
 * How a lesson is shown: a broken node and ours are run in one setting on one seed, and what a
 * judge finds in either is told. Depends on {@code experiment} and what it is made of.
 */
package glomers.lessons.stage;

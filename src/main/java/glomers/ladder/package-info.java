/**
 * The rungs of each challenge side by side: which faults each stands, what an operation costs, how
 * much there is to read. Depends on {@code experiment} and what is below it, and knows no
 * challenge: it is told the rungs.
 */
package glomers.ladder;

/**
 * Compares runs and says which figures got better, worse, or differ by chance alone. Depends on
 * {@code results}.
 */
package glomers.results.compare;

/** Compares runs and says which figures got better, worse, or differ by chance alone. */
package glomers.results.compare;

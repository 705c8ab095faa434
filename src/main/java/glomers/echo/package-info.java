/** Challenge 1: says what it hears. Depends on {@code node}. */
package glomers.echo;

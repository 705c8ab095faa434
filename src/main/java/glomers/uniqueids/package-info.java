/** Challenge 2: ids that never repeat, made without asking anybody. Depends on {@code node}. */
package glomers.uniqueids;

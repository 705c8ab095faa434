/**
 * How a node begins: the choice of a challenge's class by name and rung, and the program that runs
 * it on stdin and stdout. Depends on the challenges and {@code node}; loads neither the workbench
 * nor a command-line library.
 */
package glomers.launch;

/**
 * The only place that knows everything: names of challenges, engines and workloads, command lines
 * and exit statuses. Depends on all other packages.
 */
package glomers.cli;

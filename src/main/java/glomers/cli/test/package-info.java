/** The {@code test} command: its options, and one run on either engine. */
package glomers.cli.test;

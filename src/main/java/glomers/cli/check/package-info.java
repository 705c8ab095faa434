/** The command that judges a history from elsewhere. */
package glomers.cli.check;

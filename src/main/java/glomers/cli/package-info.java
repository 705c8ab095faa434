/** The workbench's entry: it assembles the commands and refuses words that none of them takes. */
package glomers.cli;

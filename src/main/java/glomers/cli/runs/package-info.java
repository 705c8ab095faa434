/** The commands on runs that are over: kept, captured, compared, summed up and shown. */
package glomers.cli.runs;

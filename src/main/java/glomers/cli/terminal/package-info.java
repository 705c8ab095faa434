/** How commands and people meet: status lines, interruptions, exit statuses, mistyped words. */
package glomers.cli.terminal;

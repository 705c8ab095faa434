/**
 * Services that nodes may use, such as key-value stores, on the workbench's network. Depends on
 * {@code history}, {@code network}, {@code protocol} and the node library.
 */
package glomers.workbench.service;

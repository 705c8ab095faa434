/**
 * Services that nodes may use, such as key-value stores, on the workbench's network. Depends on
 * {@code network} and {@code protocol}.
 */
package glomers.workbench.service;

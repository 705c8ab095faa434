/**
 * Services that nodes may use, such as key-value stores, on the workbench's network. Depends on
 * {@code network}.
 */
package glomers.workbench.service;

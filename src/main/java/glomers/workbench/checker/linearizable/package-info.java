/**
 * Whether the operations on each register can be put into an order that explains all answers and
 * contradicts no clock.
 */
package glomers.workbench.checker.linearizable;

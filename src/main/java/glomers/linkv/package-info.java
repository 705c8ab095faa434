/**
 * A linearizable key-value store: {@link glomers.linkv.Proxy} asks the service, {@link
 * glomers.linkv.RaftKv} is one. {@link glomers.linkv.Raft} is the place to begin.
 */
package glomers.linkv;

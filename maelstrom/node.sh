# The common part of maelstrom/bin/*, sourced by them with $self as their own resolved path.
#
# A cluster's nodes all start at once and Maelstrom's clock for `init` already runs, so nothing here
# starts another process: what takes time to find out was found out by `make build` (see prepare).
# The JVM replaces the shell (exec), since Maelstrom kills just the process that it started.
target=${self%/*}/../../target
if [ ! -r "$target/launch.env" ] || ! . "$target/launch.env" || [ ! -x "$java" ]; then
  echo "${self##*/}: nothing built here yet, or its JDK is gone: run \`make build\`" >&2
  exit 1
fi
set -- -cp "$target/glomers.jar" glomers.launch.NodeMain "${self##*/}" "$@"
# The archive belongs to the very jar that it was made from. The JVM compares size and time too, but
# in whole seconds.
if [ -n "$archive" ] && [ -r "$target/$archive" ] \
  && [ ! "$target/glomers.jar" -nt "$target/launch.env" ]; then
  set -- "-XX:SharedArchiveFile=$target/$archive" "$@"
fi
# shellcheck disable=SC2086 # the flags are words to be split
exec "$java" $node_flags "$@"

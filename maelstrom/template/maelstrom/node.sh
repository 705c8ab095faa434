# The common part of bin/*, sourced by them with the node's class as the first word.
#
# The JVM replaces the shell (exec), since Maelstrom kills just the process that it started.
root=${0%/*}/..
if [ ! -r "$root/target/launch.env" ] || ! . "$root/target/launch.env" || [ ! -x "$java" ]; then
  echo "${0##*/}: nothing built here yet, or its JDK is gone: run \`make build\`" >&2
  exit 1
fi
class=$1
shift
# shellcheck disable=SC2086 # the flags are words to be split
exec "$java" $node_flags -cp "$root/target/classes:$root/target/dependency/*" \
  glomers.launch.NodeMain "class:$class" "$@"

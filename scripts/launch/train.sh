#!/bin/sh
# Makes the AOT caches of one build: a server starts on a temporary folder, the command line does
# what people do all day with it, and both JVMs write what they had loaded and linked.
#
#   train.sh ROOT BUILD JDK
set -eu

claviger_home=$1/build/$2
claviger_jdk=$3
claviger_self=$1/claviger
. "$1/scripts/launch/java.sh"

# Nothing of this user: no settings, no addresses, no data.
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
for name in $(env | sed -n 's/^\(CLAVIGER_[A-Z0-9_]*\)=.*/\1/p'); do
  unset "$name"
done
export HOME="$work" XDG_CONFIG_HOME="$work/config" XDG_RUNTIME_DIR="$work" \
  CLAVIGER_DATA="$work/data" CLAVIGER_REST_LISTEN=127.0.0.1:0 CLAVIGER_GRPC_LISTEN=127.0.0.1:0
cd "$work"

claviger_aot=-XX:AOTCacheOutput=$claviger_home/server.aot
(claviger_server dev.claviger.server.Main start) >"$work/server.log" 2>&1 &
server=$!
until grep -q '^claviger: ready' "$work/server.log"; do
  kill -0 $server 2>/dev/null || { cat "$work/server.log" >&2 && exit 1; }
  sleep 0.1
done

claviger_aot=-XX:AOTCacheOutput=$claviger_home/cli.aot
(claviger_cli dev.claviger.cli.Main --version) >"$work/cli.log" 2>&1 || { cat "$work/cli.log" >&2 && exit 1; }

kill $server
wait $server || true
server=
[ -f "$claviger_home/server.aot" ] && [ -f "$claviger_home/cli.aot" ]

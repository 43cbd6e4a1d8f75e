#!/bin/sh
# Makes the AOT caches of one build: a server starts on a temporary folder, the command line does
# with it what people do all day, and both JVMs write down what they had loaded and linked.
#
#   train.sh ROOT BUILD JDK
set -eu

claviger_home=$1/build/$2
claviger_jdk=$3
claviger_self=$1/claviger
. "$1/scripts/launch/java.sh"

# Nothing of this user: no settings, no addresses, no data.
work=$(mktemp -d)
servers=
trap 'kill $servers 2>/dev/null || true; rm -rf "$work"' EXIT
for name in $(env | sed -n 's/^\(CLAVIGER_[A-Z0-9_]*\)=.*/\1/p'); do
  unset "$name"
done
HOME=$work
XDG_CONFIG_HOME=$work/config
CLAVIGER_DATA=$work/data
CLAVIGER_REST_LISTEN=127.0.0.1:0
CLAVIGER_GRPC_LISTEN=127.0.0.1:0
export HOME XDG_CONFIG_HOME CLAVIGER_DATA CLAVIGER_REST_LISTEN CLAVIGER_GRPC_LISTEN
cd "$work"
printf 'Only 4 the training\n' >password

# start FILE: a server that writes to FILE; it is ready then, and `address` is that of REST.
start() {
  (claviger_server dev.claviger.server.Main start) >"$1" 2>&1 &
  servers="$servers $!"
  until grep -q '^claviger: ready' "$1"; do
    kill -0 $! 2>/dev/null || { cat "$1" >&2 && exit 1; }
    sleep 0.1
  done
  address=$(sed -n 's/^claviger: REST *//p' "$1")
}

# sign_in OPTIONS…: what follows speaks as user:admin.
sign_in() {
  (claviger_cli dev.claviger.cli.Main login --server "$address" "$@" \
    --first-token "$CLAVIGER_DATA/first-admin-token" --password-file password)
}

# A script whose interpreter is not there: execve refuses it, so that all of `run` but its very end
# is seen. (An empty file will not do: it would be given to a shell, as execvp does.)
printf '#!/nowhere\n' >not-a-program
chmod +x not-a-program

claviger_aot=-XX:AOTCacheOutput=$claviger_home/server.aot
start plain
plain=$address
claviger_aot=-Xshare:auto
sign_in >login 2>&1 || cat login >&2

claviger_aot=-XX:AOTCacheOutput=$claviger_home/cli.aot
(
  claviger_cli dev.claviger.cli.StartUpTraining --version help 'help secret' status 'space list' \
    'secret set default/development TRAINING=value' \
    'secret list default/development' 'secret list default/development -o json' \
    'secret get default/development TRAINING' \
    'run --mask=always default/development -- true' \
    'run --mask=never default/development -- ./not-a-program'
) >commands 2>&1 </dev/null || cat commands >&2

kill $servers
for server in $servers; do
  wait "$server" || true
done
servers=
[ -f "$claviger_home/server.aot" ] && [ -f "$claviger_home/cli.aot" ]

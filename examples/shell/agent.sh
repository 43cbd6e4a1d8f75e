#!/bin/sh
# An agent that goes on working while its key is rotated. Any POSIX shell, and curl.
#
#   claviger run payments/production --on-change=signal:USR1 -- sh examples/shell/agent.sh
set -u

if [ -z "${OPENAI_API_KEY+set}" ]; then
  echo 'OPENAI_API_KEY not configured'
  exit 1
fi

# fetch PATH [CURL_OPTION...]: asks the Unix socket that `claviger run` offers.
fetch() {
  path=$1
  shift
  curl --silent --show-error --fail --unix-socket "$CLAVIGER_SOCKET" "$@" "http://localhost$path"
}

rotated() {
  new_key=$(fetch /v1/secrets/OPENAI_API_KEY) || return
  if [ "$new_key" != "$OPENAI_API_KEY" ]; then
    OPENAI_API_KEY=$new_key
    echo 'INFO Secret rotated: OPENAI_API_KEY (no restart required)'
    version=$(fetch /v1/secrets | sed 's/.*"OPENAI_API_KEY","version":\([0-9]*\).*/\1/')
    echo "INFO Version $version is in use"
  fi
}

trap rotated USR1
trap 'kill "$idle"; exit' TERM INT
echo "INFO Agent started, process $$"
while :; do
  sleep 3600 & # an agent would work here; a trap waits for what runs in the foreground
  idle=$!
  while kill -0 "$idle" 2>/dev/null; do wait "$idle"; done
done

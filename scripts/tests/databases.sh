# A PostgreSQL and a MariaDB of the tests' own: on free ports of the loopback, in a temporary folder,
# never as root. Sourced by `test`, which calls stop_all_databases at its end.

database_pids=()

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Both servers refuse to run as root. Sets `as`, which is put in front of a command; the process
# stays the same, so that $! is that of the server.
run_as() {
  as=()
  [ "$(id -u)" != 0 ] || as=(setpriv --reuid="$1" --regid="$1" --clear-groups)
}

own() {
  mkdir -p "$2"
  [ "$(id -u)" != 0 ] || chown "$1:$1" "$2"
}

# await WHAT PID LOG COMMAND…: until the command succeeds, or the process is gone.
await() {
  local what=$1 pid=$2 log=$3 tries=600
  shift 3
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    if [ $tries = 0 ] || ! kill -0 "$pid" 2>/dev/null; then
      tail -n 20 "$log" >&2
      die "$what did not start"
    fi
    sleep 0.1
  done
}

start_postgresql() {
  local folder=$1 port bin
  bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
  own postgres "$folder"
  run_as postgres
  port=$(free_port)
  "${as[@]}" "$bin/initdb" -D "$folder/data" -U claviger --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 >"$folder/initdb.log" ||
    die "PostgreSQL: initdb failed"
  "${as[@]}" "$bin/postgres" -D "$folder/data" -p "$port" -h 127.0.0.1 \
    -k "$folder" -c max_connections=200 >"$folder/log" 2>&1 &
  database_pids+=($!)
  postgresql_pid=$!
  await PostgreSQL $! "$folder/log" \
    "$bin/psql" -h 127.0.0.1 -p "$port" -U claviger -d postgres -c 'CREATE DATABASE claviger'
  export CLAVIGER_TEST_POSTGRESQL_URL="jdbc:postgresql://127.0.0.1:$port/claviger?user=claviger"
  say "PostgreSQL on port $port"
}

start_mariadb() {
  local folder=$1 port
  own mysql "$folder"
  run_as mysql
  port=$(free_port)
  "${as[@]}" mariadb-install-db --no-defaults --datadir="$folder/data" \
    --auth-root-authentication-method=normal --skip-test-db >"$folder/install.log" 2>&1 ||
    { tail -n 20 "$folder/install.log" >&2 && die "MariaDB: mariadb-install-db failed"; }
  "${as[@]}" /usr/sbin/mariadbd --no-defaults --datadir="$folder/data" \
    --bind-address=127.0.0.1 --port="$port" --socket="$folder/socket" \
    --pid-file="$folder/pid" --max-connections=200 >"$folder/log" 2>&1 &
  database_pids+=($!)
  await MariaDB $! "$folder/log" mariadb --no-defaults --socket="$folder/socket" -u root -e "
    CREATE DATABASE claviger;
    CREATE USER claviger@'127.0.0.1' IDENTIFIED BY 'claviger';
    GRANT ALL ON *.* TO claviger@'127.0.0.1'"
  export CLAVIGER_TEST_MARIADB_URL="jdbc:mariadb://127.0.0.1:$port/claviger?user=claviger&password=claviger"
  say "MariaDB on port $port"
}

# PostgreSQL waits for its clients at TERM, so it gets INT.
stop_all_databases() {
  local pid
  for pid in "${database_pids[@]}"; do
    if [ "$pid" = "${postgresql_pid:-}" ]; then
      kill -INT "$pid" 2>/dev/null || true
    else
      kill "$pid" 2>/dev/null || true
    fi
  done
  for pid in "${database_pids[@]}"; do
    wait "$pid" 2>/dev/null || true
  done
}

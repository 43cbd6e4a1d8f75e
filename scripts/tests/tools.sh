# The programs that the tests need. Sourced by `test`.

# Their Debian packages; a package is looked at only through a file that it brings.
need_tools() {
  local packages=()
  need() {
    compgen -G "$1" >/dev/null || packages+=("$2")
  }
  need '/usr/lib/postgresql/*/bin/initdb' postgresql
  need '/usr/sbin/mariadbd' mariadb-server
  need '/usr/bin/strace' strace
  need '/usr/bin/curl' curl
  need '/usr/bin/openssl' openssl
  need '/usr/bin/git' git
  need '/usr/bin/setpriv' util-linux
  type -P python3 >/dev/null || packages+=(python3)
  type -P node >/dev/null || packages+=(nodejs)
  [ ${#packages[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! type -P apt-get >/dev/null; then
    die "the tests need: ${packages[*]}; on Debian: sudo apt-get install ${packages[*]}"
  fi
  say "installing ${packages[*]}"
  without_starting_services apt_get_install "${packages[@]}"
}

apt_get_install() {
  DEBIAN_FRONTEND=noninteractive
  export DEBIAN_FRONTEND
  apt-get update -q >"$work/apt.log" 2>&1 &&
    apt-get install -q -y --no-install-recommends "$@" >>"$work/apt.log" 2>&1 ||
    { tail -n 20 "$work/apt.log" >&2 && die "apt-get install $* failed"; }
}

# Debian's packages start their services at once; the tests start databases of their own.
without_starting_services() {
  local policy=/usr/sbin/policy-rc.d
  if [ -e $policy ]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod +x $policy
  local code=0
  ("$@") || code=$?
  rm -f $policy
  return $code
}

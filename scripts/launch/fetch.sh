# Fetching a file whose SHA-256 is known beforehand. Sourced by jdk.sh and by mvnw.

say() {
  printf 'claviger: %s\n' "$*" >&2
}

die() {
  say "$@"
  exit 1
}

# The SHA-256 of a file, or of standard input, in hex.
sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    set -- "$(sha256sum ${1+"$1"})"
  elif command -v shasum >/dev/null 2>&1; then
    set -- "$(shasum -a 256 ${1+"$1"})"
  elif command -v openssl >/dev/null 2>&1; then
    set -- "$(openssl dgst -sha256 -r ${1+"$1"})"
  else
    die "no sha256sum, shasum or openssl here; one of them is needed: apt-get install coreutils"
  fi
  printf '%s\n' "${1%%[ *]*}"
}

# fetch URL FILE SHA256: the file is there, with these bytes, or the script ends.
fetch() {
  if command -v curl >/dev/null 2>&1; then
    curl --fail --location --silent --show-error --retry 2 --output "$2" "$1" ||
      die "could not fetch $1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1" || die "could not fetch $1"
  else
    die "neither curl nor wget is here to fetch $1; install one: apt-get install curl"
  fi
  fetched=$(sha256 "$2")
  if [ "$fetched" != "$3" ]; then
    rm -f "$2"
    die "refused $1: its SHA-256 is $fetched, and not $3"
  fi
}

# The folder for what was fetched; CLAVIGER_CACHE sets another.
cache_folder() {
  if [ -n "${CLAVIGER_CACHE:-}" ]; then
    printf '%s\n' "$CLAVIGER_CACHE"
  else
    printf '%s\n' "${XDG_CACHE_HOME:-${HOME:?HOME or CLAVIGER_CACHE must be set}/.cache}/claviger"
  fi
}

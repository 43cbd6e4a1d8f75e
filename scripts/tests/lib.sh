# What the shell tests share. Sourced by bash scripts.
#
# A test is a function named as a sentence; it fails when a command in it fails. `run_tests` runs
# the functions it is given, each in a subshell and a folder of its own, and prints the counts.

set -euo pipefail

work=$(mktemp -d)
started=()
passed=0
failed=0

finish() {
  for pid in "${started[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  chmod -R u+w "$work" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

run_tests() {
  local name
  for name in "$@"; do
    local begin=$SECONDS
    mkdir "$work/$name"
    # Not in a condition, where bash would go on after a command that failed.
    set +e
    (
      set -e
      cd "$work/$name"
      "$name"
    ) >"$work/$name.log" 2>&1
    local code=$?
    set -e
    if [ $code = 0 ]; then
      passed=$((passed + 1))
      echo "ok      ${name//_/ } ($((SECONDS - begin)) s)"
    else
      failed=$((failed + 1))
      echo "FAILED  ${name//_/ } ($((SECONDS - begin)) s)"
      sed 's/^/        /' "$work/$name.log"
    fi
  done
}

summary() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}

# assert_in TEXT FILE, assert_not_in TEXT FILE: with what the file says, if not.
assert_in() {
  grep -qF -- "$1" "$2" || { echo "expected «$1» in:" && cat "$2" && return 1; }
}

assert_not_in() {
  ! grep -qF -- "$1" "$2" || { echo "did not expect «$1» in:" && cat "$2" && return 1; }
}

assert_equal() {
  [ "$1" = "$2" ] || { printf 'expected «%s»\n but got «%s»\n' "$1" "$2" && return 1; }
}

# Serves a folder on a free port of this machine; its address is then in `served`.
serve() {
  local announced=$work/served.$RANDOM
  python3 - "$1" >"$announced" 2>/dev/null <<'PYTHON' &
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
PYTHON
  started+=($!)
  until [ -s "$announced" ]; do
    kill -0 $! || return 1
    sleep 0.05
  done
  served=$(cat "$announced")
}

# A folder for PATH with what a bare Debian has, and no java and no mvn.
bare_path() {
  local tool
  mkdir -p "$1"
  for tool in bash sh env find readlink grep sed awk cat cp mv rm rmdir mkdir mktemp touch ln ls \
    head tail sort tr cut uname dirname basename tar gzip curl sha256sum sleep chmod id date wc \
    git diff cmp stty tty expr tee xargs printf uniq kill sha1sum hostname ps; do
    [ -z "$(type -P "$tool")" ] || ln -s "$(type -P "$tool")" "$1/$tool"
  done
}

# Lays out a folder for CLAVIGER_JDK_URL and MVNW_REPOURL, with archives made from the JDK and the
# Maven of this machine. Sets jdk_sha256 and maven_sha256.
archives() {
  local root=$1 folder=$2 jdk maven name version
  mkdir -p "$folder"
  jdk=$(. "$root/scripts/launch/fetch.sh" && . "$root/scripts/launch/jdk.sh" && find_jdk)
  name=$(
    . "$root/scripts/launch/jdk.sh"
    echo "OpenJDK25U-jdk_$(platform)_hotspot_${TEMURIN}_$TEMURIN_BUILD.tar.gz"
  )
  tar -C "$(dirname "$jdk")" --exclude=src.zip --exclude=jmods --exclude=man \
    -c "$(basename "$jdk")" | gzip -1 >"$folder/$name"
  jdk_sha256=$(sha256sum "$folder/$name" | cut -d ' ' -f 1)

  maven=$(type -P mvn || echo "$root/mvnw")
  maven=$(JAVA_HOME=$jdk "$maven" --version | sed -n 's/^Maven home: //p')
  name=$(sed -n 's/^distributionUrl=.*\///p' "$root/.mvn/wrapper/maven-wrapper.properties")
  version=${name#apache-maven-}
  version=${version%-bin.tar.gz}
  mkdir -p "$folder/org/apache/maven/apache-maven/$version"
  # -h: Debian's Maven is a folder of links.
  tar -C "$(dirname "$maven")" -ch "$(basename "$maven")" |
    gzip -1 >"$folder/org/apache/maven/apache-maven/$version/$name"
  maven_sha256=$(sha256sum "$folder/org/apache/maven/apache-maven/$version/$name" | cut -d ' ' -f 1)
}

# Puts the checksum of the Maven that is served here into a copy of the checkout.
pin_maven() {
  sed -i.former "s/^distributionSha256Sum=.*/distributionSha256Sum=$maven_sha256/" \
    "$1/.mvn/wrapper/maven-wrapper.properties"
}

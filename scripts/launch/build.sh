#!/bin/sh
# Builds Claviger for the launcher, unless these very sources were built before:
#
#   build/HASH/   server/, cli/ (their jars), server.jars, cli.jars (the class paths),
#                 server.aot, cli.aot (the caches), sources (what it was built from)
#   build/current names the build in use; see `claviger` for its lines
#
# HASH is of all jars and of the JDK: an AOT cache is never asked whether the jars are still those
# it was made from, and runs the old code if they are not. So jars and cache have one name.
#
#   build.sh ROOT
set -eu

root=$1
here=$root/scripts/launch
. "$here/fetch.sh"
. "$here/jdk.sh"

MODULES="server cli"
KEPT_BUILDS=3

# One build at a time. A link is made in one step together with what it says: who holds it.
lock() {
  mkdir -p "$root/build" 2>/dev/null && [ -w "$root/build" ] ||
    die "$root/build cannot be written; let its owner run this once: $root/claviger --version"
  waiting=
  until ln -s $$ "$root/build/lock" 2>/dev/null; do
    holder=$(readlink "$root/build/lock") || continue
    if ! kill -0 "$holder" 2>/dev/null; then
      unlock_for_the_dead "$holder"
    elif [ -z "$waiting" ]; then
      waiting=yes
      say "another start (process $holder) is building; waiting for it"
    fi
    sleep 0.2
  done
  trap unlock EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

unlock() {
  rm -rf "$root/build/lock" "$root/build/new.$$" "$root/build/stamp.$$"
}

# A start that was killed leaves its lock. Only one may take it away, and only that very one.
unlock_for_the_dead() {
  if mkdir "$root/build/lock.dead" 2>/dev/null; then
    [ "$(readlink "$root/build/lock")" != "$1" ] || rm -f "$root/build/lock"
    rmdir "$root/build/lock.dead"
  fi
}

# The hash of all that goes into the jars; the list is that of `claviger`.
sources() {
  (
    cd "$root"
    find pom.xml ./*/pom.xml ./*/src/main api/openapi.yaml .mvn/jvm.config -type f \
      ! -name '.*.sw?' ! -name '*~' 2>/dev/null | LC_ALL=C sort |
      while IFS= read -r file; do
        printf '%s\n' "$file"
        cat "$file"
      done | sha256
  )
}

# The folder name of a build that has these sources and this JDK, or nothing.
built_before() {
  for candidate in "$root"/build/*/sources; do
    if [ -f "$candidate" ] && [ "$(cat "$candidate")" = "$1" ]; then
      candidate=${candidate%/sources}
      printf '%s\n' "${candidate##*/}"
      return
    fi
  done
}

# Runs Maven; its lines go to a file, of which only the end is shown, and only when it failed.
package() {
  maven=mvn
  command -v mvn >/dev/null 2>&1 || maven=$root/mvnw
  set -- "$maven" -B -ntp -q -f "$root/pom.xml" -pl server,cli -am -Dmaven.test.skip=true \
    -Dspotless.check.skip=true package dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory=target/launch
  for module in $MODULES; do
    rm -rf "$root/$module/target/launch"
  done
  log=$root/build/build.log
  say "building Claviger; this takes a minute or two and happens once (log: $log)"
  if [ "$maven" = "$root/mvnw" ]; then
    MAVEN_USER_HOME=${MAVEN_USER_HOME:-$(cache_folder)/maven}
    export MAVEN_USER_HOME
    "$maven" --version >"$log" || exit 1 # fetches it, and says so
  fi
  if ! "$@" >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    say "the build failed; the whole log is $log, and this repeats it:"
    say "  JAVA_HOME='$JAVA_HOME' $*"
    exit 1
  fi
}

# Collects the jars of a module and writes its class path, our own jar first.
collect() {
  mkdir -p "$2/$1"
  own=$(find "$root/$1/target" -maxdepth 1 -name "*.jar" \
    ! -name '*-sources.jar' ! -name '*-javadoc.jar' ! -name '*-tests.jar' ! -name 'original-*')
  [ -n "$own" ] || die "the build made no jar in $root/$1/target"
  cp "$own" "$2/$1/"
  [ ! -d "$root/$1/target/launch" ] || cp "$root/$1/target/launch"/*.jar "$2/$1/"
  {
    printf '%s' "${own##*/}"
    (cd "$2/$1" && LC_ALL=C ls) | while read -r jar; do
      [ "$jar" = "${own##*/}" ] || printf ':%s' "$jar"
    done
    printf '\n'
  } >"$2/$1.jars"
}

# Makes build/HASH and sets `build` to HASH.
build() {
  package
  new=$root/build/new.$$
  mkdir "$new"
  for module in $MODULES; do
    collect "$module" "$new"
  done
  build=$({
    (cd "$new" && find . -name '*.jar' -type f | LC_ALL=C sort) | while read -r jar; do
      printf '%s %s\n' "$jar" "$(sha256 "$new/$jar")"
    done
    cat "$JAVA_HOME/release" "$here/java.sh"
  } | sha256)
  build=$(printf '%.16s' "$build")
  printf '%s\n' "$1" >"$new/sources"
  if [ -d "$root/build/$build" ]; then
    mv "$new/sources" "$root/build/$build/sources"
    return
  fi
  mv "$new" "$root/build/$build"
  say "training the start-up caches"
  sh "$here/train.sh" "$root" "$build" "$JAVA_HOME" ||
    say "no start-up caches: every start will be slower"
}

# Former builds stay for servers that still run from them, but not for ever.
forget_old_builds() {
  (cd "$root/build" && ls -dt ./*/sources 2>/dev/null) | tail -n +$((KEPT_BUILDS + 1)) |
    while read -r old; do
      [ "$old" = "./$build/sources" ] || rm -rf "${root:?}/build/${old%/sources}"
    done
}

# The build counts from the moment before its sources were read.
name_current() {
  {
    printf '%s\n%s\n' "$build" "$JAVA_HOME"
    head -n 3 "$JAVA_HOME/release"
  } >"$root/build/new.$$"
  touch -r "$root/build/stamp.$$" "$root/build/new.$$"
  mv "$root/build/new.$$" "$root/build/current"
}

before=$(cat "$root/build/current" 2>/dev/null || true)
lock
: >"$root/build/stamp.$$"
JAVA_HOME=$(find_or_fetch_jdk)
export JAVA_HOME
hash=$(sources)
of="$hash $(sha256 "$JAVA_HOME/release")"
build=$(built_before "$of")
[ -n "$build" ] || build "$of"
rm -rf "$root/build/new.$$"
name_current
forget_old_builds
[ -n "$before" ] || say "ready"

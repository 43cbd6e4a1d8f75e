# Finding a JDK 25, or fetching one. Sourced by build.sh and by the script `test`.
#
# JAVA_HOME, then PATH, then the usual folders of Linux and macOS, then the cache; with none of
# them, Temurin 25 from Adoptium. Settings:
#   CLAVIGER_JDK_FOLDERS  the folders to look in instead of the usual ones (patterns, may be empty)
#   CLAVIGER_JDK_URL      where the archives lie, instead of Adoptium's release page
#   CLAVIGER_JDK_SHA256   the SHA-256 of the archive there, instead of the pinned one
#   CLAVIGER_CACHE        where it is unpacked

TEMURIN=25.0.4.1
TEMURIN_BUILD=1
TEMURIN_BASE=https://github.com/adoptium/temurin25-binaries/releases/download/jdk-$TEMURIN%2B$TEMURIN_BUILD

# The SHA-256 of Adoptium's archive for a platform; nothing where Adoptium has none.
temurin_sha256() {
  case $1 in
  x64_linux) echo dbb698396d478e7fa2b1e50f4103324b2a99b90569ee27c33f2261f9215cf41e ;;
  aarch64_linux) echo 69df11a02cfa3ef7d7ca645e03edce6778ec090e100f6ae2b42097865730ac52 ;;
  x64_mac) echo e6229d9504f7922053ab31821b9e6bee8761daf7b026a3476d1a027563009880 ;;
  aarch64_mac) echo 61979887f7506a24a57439ff99adb8b3a7fc89977d9cfe3b8984f58a981b7b9d ;;
  esac
}

platform() {
  case $(uname -m) in
  x86_64 | amd64) arch=x64 ;;
  aarch64 | arm64) arch=aarch64 ;;
  *) arch=$(uname -m) ;;
  esac
  case $(uname -s) in
  Linux) os=linux ;;
  Darwin) os=mac ;;
  *) os=$(uname -s) ;;
  esac
  # Temurin's Linux archives are linked with glibc.
  if [ "$os" = linux ] && [ -n "$(find /lib -maxdepth 1 -name 'ld-musl-*' 2>/dev/null)" ]; then
    os=alpine-linux
  fi
  echo "${arch}_$os"
}

# Whether a folder is a JDK 25, compiler included. Nothing is run for it.
is_jdk25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] &&
    grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

# The folder of the java or javac that PATH names; links are followed to where it really is.
jdk_of_path() {
  file=$(command -v "$1") || return 1
  while [ -h "$file" ]; do
    target=$(readlink "$file")
    case $target in
    /*) file=$target ;;
    *) file=${file%/*}/$target ;;
    esac
  done
  (cd "${file%/*}/.." && pwd -P)
}

usual_folders() {
  if [ -n "${CLAVIGER_JDK_FOLDERS+set}" ]; then
    printf '%s\n' $CLAVIGER_JDK_FOLDERS
    return
  fi
  printf '%s\n' /usr/lib/jvm/* /usr/java/* /usr/local/lib/jvm/* /usr/local/openjdk* \
    /opt/* /opt/java/* /opt/jdk/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    "${HOME:-}"/.local/share/mise/installs/java/* "${HOME:-}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
}

# Prints the folder of a JDK 25 of this machine, or fails.
find_jdk() {
  for candidate in "${JAVA_HOME:-}" "$(jdk_of_path java)" "$(jdk_of_path javac)"; do
    if [ -n "$candidate" ] && is_jdk25 "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  {
    usual_folders
    printf '%s\n' "$(cache_folder)"/jdk-*/ "$(cache_folder)"/jdk-*/Contents/Home
  } | while read -r candidate; do
    if is_jdk25 "${candidate%/}"; then
      printf '%s\n' "${candidate%/}"
      break
    fi
  done | grep .
}

# Fetches Temurin into the cache and prints its folder.
fetch_jdk() {
  platform=$(platform)
  expected=${CLAVIGER_JDK_SHA256:-$(temurin_sha256 "$platform")}
  [ -n "$expected" ] || die "no JDK 25 found, and none is known for $platform;" \
    "install one (Debian: apt-get install openjdk-25-jdk-headless) or point JAVA_HOME at it"
  archive=OpenJDK25U-jdk_${platform}_hotspot_${TEMURIN}_$TEMURIN_BUILD.tar.gz
  url=${CLAVIGER_JDK_URL:-$TEMURIN_BASE}/$archive
  cache=$(cache_folder)
  home=$cache/jdk-$(printf '%.12s' "$expected")
  say "no JDK 25 found in JAVA_HOME, PATH or the usual folders."
  say "fetching Temurin $TEMURIN (about 130 MB) into $cache, from"
  say "  $url"
  mkdir -p "$cache" || die "cannot write $cache; CLAVIGER_CACHE sets another folder"
  partial=$(mktemp -d "$cache/partial.XXXXXX")
  trap 'rm -rf "$partial"' EXIT
  (fetch "$url" "$partial/$archive" "$expected") ||
    die "without it, install a JDK 25 (Debian: apt-get install openjdk-25-jdk-headless;" \
      "macOS: brew install openjdk@25) or point JAVA_HOME at one"
  mkdir "$partial/jdk"
  tar -xzf "$partial/$archive" -C "$partial/jdk" --strip-components=1 ||
    die "could not unpack $archive; tar and gzip are needed: apt-get install tar gzip"
  rm -rf "$home"
  mv "$partial/jdk" "$home"
  [ ! -d "$home/Contents/Home" ] || home=$home/Contents/Home
  is_jdk25 "$home" || die "$url holds no JDK 25"
  printf '%s\n' "$home"
}

find_or_fetch_jdk() {
  find_jdk || fetch_jdk
}

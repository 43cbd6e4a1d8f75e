# How java becomes the server or the command line. Sourced by `claviger`, and by train.sh, because
# an AOT cache serves only the class path and the flags with which it was trained.
#
# Needs: claviger_home (the folder of one build), claviger_jdk, claviger_self (the launcher).

# The class path, in one order for training and use.
claviger_jars() {
  claviger_path=
  claviger_ifs=$IFS
  IFS=:
  read -r claviger_names <"$claviger_home/$1.jars"
  for claviger_name in $claviger_names; do
    claviger_path=$claviger_path:$claviger_home/$1/$claviger_name
  done
  IFS=$claviger_ifs
  claviger_path=${claviger_path#:}
}

# Uses the cache of `cli` or `server`. A build without one works too, only slower.
claviger_use() {
  claviger_aot=-Xshare:auto
  [ ! -f "$claviger_home/$1.aot" ] || claviger_aot=-XX:AOTCache=$claviger_home/$1.aot
}

# The JVM's own messages (about a cache it cannot use, say) would go to standard output, into what
# `secret get` prints: they are switched off, and errors go to standard error.
#
# Command line: what counts is the start, so one quick compiler, which begins late: most commands
# end before compiled code would pay. No raised limit on open files, which the program under `run`
# would inherit; no POST that is sent again silently.
#
# Neither can be attached to nor leaves its memory behind when it crashes: the report would hold
# texts and registers, so only its first lines are written, to standard output.
claviger_cli() {
  claviger_jars cli
  exec "$claviger_jdk/bin/java" "$claviger_aot" -Xlog:disable -Xlog:all=error:stderr \
    -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=10 -XX:+UseSerialGC \
    -XX:-UsePerfData -XX:-MaxFDLimit --enable-native-access=ALL-UNNAMED \
    -XX:+DisableAttachMechanism -XX:-CreateCoredumpOnCrash -XX:ErrorFile=/dev/null \
    -Dsun.net.http.retryPost=false "-Dclaviger.launcher=$claviger_self" \
    -cp "$claviger_path" "$@"
}

# Server: its memory holds keys, so nothing may attach to it or write it to a file; it ends when
# its memory is used up, rather than go on half alive. Calls leave nothing behind, so a small young
# generation does; without -Xms and -Xmn the size of the machine would decide. One method of the
# MariaDB driver is not compiled: JDK 25.0.3 crashes in what its compiler makes of it.
claviger_server() {
  claviger_jars server
  exec "$claviger_jdk/bin/java" "$claviger_aot" -Xlog:disable -Xlog:all=error:stderr \
    -XX:+UseSerialGC -Xms64m -Xmn32m -Xmx384m -XX:-UsePerfData -XX:+DisableAttachMechanism \
    -XX:-CreateCoredumpOnCrash -XX:ErrorFile=/dev/null -XX:-HeapDumpOnOutOfMemoryError \
    -XX:+ExitOnOutOfMemoryError -XX:CompileCommand=quiet \
    -XX:CompileCommand=exclude,org.mariadb.jdbc.client.result.Result::getBytes \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    "-Dclaviger.launcher=$claviger_self" \
    -cp "$claviger_path" "$@"
}

package dev.claviger.cli.run;

/// A terminal with somebody in front of it, for programs that look whether there is one.
final class Screen {
  static final String SIZE = "31 97";

  /// Sent among what is typed, it is followed by `ROWS COLUMNS` and a line end.
  static final char RESIZE = '\u001E';

  /// Runs the words after it on a terminal of their own. What it reads is typed there, and what
  /// appears there is printed. In the end, it says on a line of its own how the program ended and
  /// whether the terminal is as it was.
  static final String[] OF = {
    "python3",
    "-c",
    """
    import fcntl, os, select, signal, struct, sys, termios
    outer, inner = os.openpty()
    def resize(size):
      fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack('4H', *map(int, size.split()), 0, 0))
    resize('31 97')
    before = termios.tcgetattr(inner)
    child = os.fork()
    if child == 0:
      os.setsid()
      fcntl.ioctl(inner, termios.TIOCSCTTY, 0)
      for each in signal.SIGPIPE, signal.SIGXFSZ: signal.signal(each, signal.SIG_DFL)
      for each in 0, 1, 2: os.dup2(inner, each)
      os.close(outer), os.close(inner)
      os.execvp(sys.argv[1], sys.argv[1:])
    typed, source, status = b'', [0], None
    while True:
      ready = select.select(source + [outer], [], [], 0.02 if status is None else 0.2)[0]
      if outer in ready:
        os.write(1, os.read(outer, 65536))
      elif status is not None:
        break
      if 0 in ready:
        piece = os.read(0, 65536)
        typed += piece
        source = [0] if piece else []
        while typed:
          if typed[:1] == b'\\x1e':
            if b'\\n' not in typed: break
            size, typed = typed[1:].split(b'\\n', 1)
            resize(size.decode())
          else:
            keys, mark, rest = typed.partition(b'\\x1e')
            os.write(outer, keys)
            typed = mark + rest
      if status is None:
        ended, status = os.waitpid(child, os.WNOHANG)
        if not ended: status = None
    same = termios.tcgetattr(inner) == before
    print('\\n[the terminal is ' + ('as it was]' if same else 'another]'), flush=True)
    code = os.waitstatus_to_exitcode(status)
    sys.exit(code if code >= 0 else 128 - code)
    """
  };

  private Screen() {}
}

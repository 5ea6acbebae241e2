/** The system calls by number: what each takes, and what it gives. */
export const Op = {
  /**
   * a: domain 4 | 6 | 1 (unix) | 17 (packet); b: type 1 stream | 2 datagram | 3 raw; c: IP protocol of a raw socket, EtherType of a packet socket.
   * Returns a descriptor; -EPERM for a raw or packet socket where only the superuser may have one.
   */
  socket: 1,
  /** a: descriptor; b: port; c: `BindFlag`s; str: address or path. */
  bind: 2,
  /** a: descriptor; b: backlog. */
  listen: 3,
  /** a: descriptor. Returns a descriptor or -EAGAIN; out.str, out.a: the peer; out.b: its send space. */
  accept: 4,
  /** a: descriptor; b: port; str: address or path ('' dissolves a datagram socket's association). 0, -EINPROGRESS or -errno. */
  connect: 5,
  /**
   * a: descriptor (1 and 2: stdio); b: port, str: address of a datagram; c: of a local stream, 1 + a descriptor that goes with the first byte
   * (SCM_RIGHTS of unix(7)); bytes. Returns n or -EAGAIN; out.b: send space left.
   */
  send: 6,
  /** a: descriptor; b: most bytes. Returns n, 0 at the end of a stream, or -EAGAIN; out.bytes; out.str, out.a: the sender. */
  recv: 7,
  /** a: descriptor; b: `Shutdown`. */
  shutdown: 8,
  /** a: descriptor; b: 1 = reset the connection (SO_LINGER 0). */
  close: 9,
  /** a: descriptor; b: 0 own name, 1 peer's. out.str: address; out.a: port; out.b: domain. */
  getname: 10,
  /** a: descriptor; b: `SocketOption`; c: value; str; bytes: the program of a filter. */
  setopt: 11,
  /** a: descriptor; b: `SocketOption`. Returns the value; of PACKET_STATISTICS 0, with out.a: frames seen, out.b: dropped. */
  getopt: 12,
  /**
   * a: descriptor; b: interest, `Ready.IN | Ready.OUT | PUSH`, with the largest piece wanted in bits 8 and up; c: wanted send space.
   * With PUSH the kernel performs the accept or recv and attaches the result to the event (libuv's read_start), and takes a
   * pending SO_ERROR into `event.error`; without it, it is poll: the process asks for itself. OUT is one-shot; 0 stops watching.
   */
  watch: 13,
  /** a: n. out.bytes: n random bytes of the process's own stream. */
  random: 14,
  /** Returns the time in ns. */
  clock: 15,
  /** a: exit code. No answer comes. */
  exit: 16,
  /** a: pid on the same host, 0 or negative a group as kill(2) says; b: signal, 0 only asks whether it is there. */
  kill: 17,
  /** a: signal; b: 1 = deliver as an event, 0 = default action. */
  sigmask: 18,
  /** a: a `Gauge`; b: its value now. Posted when it changed in a turn; costs no time. The process's own word, for hints only. */
  report: 19,
  /** Ends a turn, as epoll_wait does. a: deadline in ns, or -1 for none; b: number of the event that this answers. */
  wait: 20,

  // Files. Where `a` is "descriptor or place", it is a descriptor, `AT_PATH` (str is a path) or `AT_LINK` (the same, but a symbolic
  // link at its end is not followed). Two paths come as one text with a NUL between them.

  /** a: flags as open(2); b: mode of a new file; str: path. Returns a descriptor. */
  open: 32,
  /** a: descriptor; b: most bytes; c: position, -1 for where the last read ended. Returns n, 0 at the end; out.bytes. */
  read: 33,
  /** a: descriptor; c: position, -1 for where the last write ended; bytes. Returns n. */
  write: 34,
  /** a: descriptor or place; str. out.bytes: `STAT_FIELDS` numbers as f64. */
  stat: 35,
  /** a: descriptor of a folder; b: most entries. Returns how many; out.str: names with NUL between them; out.bytes: `FileType` >> 12 of each. */
  readdir: 36,
  /** a: mode; str: path. */
  mkdir: 37,
  /** a: 1 = a folder; str: path. */
  unlink: 38,
  /** str: from NUL to. */
  rename: 39,
  /** str: existing NUL new. */
  link: 40,
  /** str: target NUL path. */
  symlink: 41,
  /** str: path. out.str: the target. */
  readlink: 42,
  /** a: descriptor or place; b: mode; str. */
  chmod: 43,
  /** a: descriptor or place; b: user, c: group, -1 to leave it; str. */
  chown: 44,
  /** a: descriptor or place; str; bytes: seconds and nanoseconds of access and modification as f64; `UTIME_NOW`, `UTIME_OMIT`. */
  utimes: 45,
  /** a: descriptor or AT_PATH; b: size; str. */
  truncate: 46,
  /** a: what is wanted, as access(2); str: path. */
  access: 47,
  /** str: path. out.str: the same without links and dots. */
  realpath: 48,
  /** a: descriptor. */
  fsync: 49,
  /** str: path. out.bytes: type, block size, fragment size, blocks, free, available, files, free files as f64. */
  statfs: 50,
  /** str: path. */
  chdir: 51,
  /** out.str: the path. */
  getcwd: 52,
  /** a: the new mask, -1 only asks. Returns the old one. */
  umask: 53,
  /** A descriptor that gives events of files, as inotify_init(2): each read gives one, watch and mask as u32, then the name. */
  inotify: 54,
  /** a: that descriptor; b: mask; str: path. Returns the number of the watch. */
  watchFile: 55,
  /** a: that descriptor; b: the number. */
  unwatchFile: 56,

  // Processes.

  /**
   * fork(2), the descriptors' arrangement and execve(2) in one, as posix_spawn(3). str: a `SpawnRequest` as JSON. Returns the pid, and the
   * end comes as an event; -EAGAIN beyond the host's number of processes.
   */
  spawn: 57,
  /**
   * a: type, 1 a stream. out.a, out.b: two descriptors of connected local sockets (socketpair(2)). Type 0 is a pipe: out.a is read from,
   * out.b written to (pipe(2)).
   */
  socketpair: 58,
  /** a: descriptor. Returns its `DescriptorKind`; out.b: the domain of a socket. */
  kind: 59,
  /** Returns the pid of the parent: 1 once that has ended. */
  getppid: 60,
  /**
   * The world goes on while the process stands still in this call: until its child `a` has ended (waitpid(2)), a descriptor is ready
   * (poll(2)), or the deadline `b` in ns has come, -1 for none. bytes: a descriptor and its `Ready` bits as two u16 each. Returns `Stood` bits, 0 at
   * the deadline, -EDEADLK when nothing is left in the world that could end it. A child that has ended is reaped: out.a its exit code, out.b the
   * signal, and out.str is empty.
   */
  standStill: 61,

  /**
   * recvmsg(2). a: descriptor; b: most bytes; c: `ReceiveFlag`s. Returns n or -EAGAIN; out.bytes; out.a: bytes of the whole datagram; out.str: a `MessageFacts`
   * as JSON.
   */
  recvmsg: 62,
  /** Returns how many interfaces the host has; out.str: an array of `InterfaceRow`s as JSON, in the order of their numbers. */
  interfaces: 63,
  /** poll(2) without waiting. bytes: a descriptor and its `Ready` bits as two u16 each. Returns how many are ready; out.bytes: the bits that hold, one u16 each. */
  poll: 64,
  /** Returns how many sockets the host has; out.str: an array of `SocketRow`s as JSON, each with its `SocketOwner` as `owner` if a process holds it. */
  sockets: 65,
  /** Fills out.str with the host's `HostTables` as JSON: what `ip` shows. */
  tables: 66,
  /** str: a destination, and behind a space a source. out.str: the `Way` there as JSON. Returns 0 or -errno. */
  way: 67,
} as const
export type Op = (typeof Op)[keyof typeof Op]

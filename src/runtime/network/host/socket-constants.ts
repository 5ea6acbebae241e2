/** Numbers of the system-call interface: a socket's readiness, flags and options. Ours, not Linux's values. */

/** PRI: there is urgent data (POLLPRI). */
export const Ready = { IN: 1, OUT: 2, ERR: 4, HUP: 8, PRI: 16 } as const
export const BindFlag = { V6ONLY: 1, REUSEADDR: 2, REUSEPORT: 4 } as const
/** Flags of `send` and `receive` on a stream. The values are Linux's MSG_OOB, MSG_EOR, MSG_MORE and MSG_PEEK. */
export const SendFlag = { OOB: 0x1, EOR: 0x80, MORE: 0x8000 } as const
/** ERRQUEUE: the next error report of a datagram socket instead of data (MSG_ERRQUEUE, Linux's value). */
export const ReceiveFlag = { OOB: 0x1, PEEK: 0x2, ERRQUEUE: 0x2000 } as const
/** Direction of a frame that a packet socket sees (packet(7), Linux's values). */
export const PacketType = { HOST: 0, BROADCAST: 1, MULTICAST: 2, OTHERHOST: 3, OUTGOING: 4 } as const
export const Shutdown = { READ: 0, WRITE: 1, BOTH: 2 } as const
/** Bounds of SO_RCVBUF and SO_SNDBUF: Linux's SOCK_MIN_RCVBUF and SOCK_MIN_SNDBUF, in the program's half; net.core.rmem_max and wmem_max. */
export const BufferSize = { LEAST_RECEIVE: 1152, LEAST_SEND: 2304, MOST: 212_992 } as const
/**
 * Values of SocketOption.MTU_DISCOVER (Linux's IP_PMTUDISC_…). DONT: allow routers to fragment all packets. WANT: forbid it
 * for packets that the path takes whole. DO: forbid it for all, and refuse packets longer than the path's MTU. PROBE: the
 * same with the interface's MTU. INTERFACE, OMIT: ignore path MTUs, and refuse or fragment longer packets.
 */
export const PathMtuDiscovery = { DONT: 0, WANT: 1, DO: 2, PROBE: 3, INTERFACE: 4, OMIT: 5 } as const
export const SocketOption = {
  ERROR: 0,
  /** Bytes as given: Linux stores and getsockopt returns twice as many, half of them for bookkeeping. Turns TCP's autotuning off. */
  RCVBUF: 1,
  SNDBUF: 2,
  TTL: 3,
  MULTICAST_TTL: 4,
  MULTICAST_LOOP: 5,
  BROADCAST: 6,
  MULTICAST_INTERFACE: 7,
  ADD_MEMBERSHIP: 8,
  DROP_MEMBERSHIP: 9,
  ADD_SOURCE_MEMBERSHIP: 10,
  DROP_SOURCE_MEMBERSHIP: 11,
  NODELAY: 12,
  /** Value: idle time in seconds; 0: off, -1: on, with the time set before. */
  KEEPALIVE: 13,
  TOS: 14,
  /** Seconds between two keep-alive probes (TCP_KEEPINTVL). */
  KEEPALIVE_INTERVAL: 15,
  /** Probes without an answer until the connection is given up (TCP_KEEPCNT). */
  KEEPALIVE_COUNT: 16,
  /**
   * SO_LINGER, write-only. Value: -1 off, 0 reset at close. Other seconds are accepted without effect: they limit how long a
   * blocking close waits, and our close never blocks.
   */
  LINGER: 17,
  REUSEADDR: 18,
  /** Congestion control (TCP_CONGESTION): set by name, `setOption(CONGESTION, 0, 'reno')`; its value is 0 for reno, 1 for cubic. */
  CONGESTION: 19,
  /** Holds back segments that aren't full until it is cleared, at most 200 ms (TCP_CORK). */
  CORK: 20,
  /** Milliseconds until a connection whose data is not acknowledged ends with ETIMEDOUT; 0: Linux's retries (RFC 5482). */
  USER_TIMEOUT: 21,
  /** Urgent data stays in the stream (SO_OOBINLINE). */
  OOB_INLINE: 22,
  /** Largest MSS to offer and to send (TCP_MAXSEG). */
  MAXIMUM_SEGMENT: 23,
  /** Retransmissions of a SYN (TCP_SYNCNT). */
  SYN_COUNT: 24,
  /** Seconds that an orphan waits in FIN-WAIT-2 (TCP_LINGER2); negative: not at all. */
  FIN_TIMEOUT: 25,
  /** Acknowledge at once from now on (1), or as usual (0); the stack itself may go back (TCP_QUICKACK). */
  QUICK_ACK: 26,
  /** Bytes not yet sent above which a stream is not writable (TCP_NOTSENT_LOWAT); 0: only the send buffer counts. */
  NOT_SENT_LOW_WATER: 27,
  /** IP_BLOCK_SOURCE, MCAST_BLOCK_SOURCE and their counterparts; the text is `group|interface|source`, as for memberships. */
  BLOCK_SOURCE: 32,
  UNBLOCK_SOURCE: 33,
  /** IP_MULTICAST_ALL: 0 to receive only from groups that this socket has joined itself. */
  MULTICAST_ALL: 34,
  /** SO_BINDTODEVICE: the only interface to send and receive by, named by the text; '' for any. Its value is the interface's number, 0 for any. */
  BIND_TO_DEVICE: 40,
  /**
   * IP_RECVERR, IPV6_RECVERR: all ICMP errors reach the socket, connected or not, each with a report behind
   * `ReceiveFlag.ERRQUEUE`. TCP has no reports: errors that it would only remember end the call at once.
   */
  RECEIVE_ERRORS: 41,
  /** Each datagram comes with its destination and incoming interface (IP_PKTINFO, IPV6_RECVPKTINFO). */
  RECEIVE_PACKET_INFO: 42,
  /** … with its time to live (IP_RECVTTL, IPV6_RECVHOPLIMIT). */
  RECEIVE_TTL: 43,
  /** … with its type of service (IP_RECVTOS, IPV6_RECVTCLASS). */
  RECEIVE_TOS: 44,
  /** A `PathMtuDiscovery` (IP_MTU_DISCOVER, IPV6_MTU_DISCOVER). */
  MTU_DISCOVER: 45,
  /** MTU of the path to the peer of a connected socket; read-only (IP_MTU, IPV6_MTU). */
  PATH_MTU: 46,
  /** Number of the interface that unicast datagrams leave by, 0 to use the routes; it still receives on all (IP_UNICAST_IF). */
  UNICAST_INTERFACE: 47,
  /** Each datagram or frame comes with the time of its arrival (SO_TIMESTAMPNS). */
  TIMESTAMP: 48,
  /** Each frame comes with its length and its VLAN tag (PACKET_AUXDATA). */
  PACKET_AUXILIARY: 49,
  /** Frames that this host sends are not shown (PACKET_IGNORE_OUTGOING). */
  PACKET_IGNORE_OUTGOING: 50,
  /** PACKET_ADD_MEMBERSHIP, of the interface that the text names. */
  PACKET_MEMBERSHIP: 51,
  /** PACKET_STATISTICS, read-only: frames seen and dropped since the last time. */
  PACKET_STATISTICS: 52,
  /** SO_ATTACH_FILTER of a packet socket: a classic BPF program, 8 bytes per instruction; an empty one removes it. */
  FILTER: 53,
} as const

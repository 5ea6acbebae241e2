/** Linux's other numbers (asm-generic, x86_64 and aarch64 alike), by their names in the C headers; learners see those of `../constants.ts`. */
export * from '../constants.ts'

export const AF_PACKET = 17

export const SOCK_NONBLOCK = 0o4000
export const SOCK_CLOEXEC = 0o2000000

export const IPPROTO_IPV6 = 41
export const IPPROTO_RAW = 255
export const IPPROTO_ICMPV6 = 58

export const SO_KEEPALIVE = 9
export const SO_LINGER = 13
export const SO_REUSEPORT = 15
export const SO_BINDTODEVICE = 25

export const IP_TOS = 1
export const IP_RECVERR = 11
export const IP_MULTICAST_IF = 32
export const IP_MULTICAST_TTL = 33
export const IP_MULTICAST_LOOP = 34
export const IP_ADD_MEMBERSHIP = 35
export const IP_DROP_MEMBERSHIP = 36
export const IP_MULTICAST_ALL = 49
export const MCAST_JOIN_GROUP = 42
export const MCAST_BLOCK_SOURCE = 43
export const MCAST_UNBLOCK_SOURCE = 44
export const MCAST_LEAVE_GROUP = 45
export const MCAST_JOIN_SOURCE_GROUP = 46
export const MCAST_LEAVE_SOURCE_GROUP = 47

export const IPV6_UNICAST_HOPS = 16
export const IPV6_MULTICAST_IF = 17
export const IPV6_MULTICAST_HOPS = 18
export const IPV6_MULTICAST_LOOP = 19
export const IPV6_V6ONLY = 26
export const IPV6_TCLASS = 67

export const TCP_NODELAY = 1
export const TCP_KEEPIDLE = 4
export const TCP_KEEPINTVL = 5
export const TCP_KEEPCNT = 6
export const TCP_INFO = 11

export const SOL_PACKET = 263
export const PACKET_IGNORE_OUTGOING = 23
export const ETH_P_ALL = 3

export const MSG_DONTWAIT = 0x40
export const MSG_TRUNC = 0x20
export const MSG_NOSIGNAL = 0x4000

export const CLONE_NEWNET = 0x40000000

export const EPOLL_CTL_ADD = 1
export const EPOLL_CTL_DEL = 2
export const EPOLLIN = 0x001
export const EPOLLOUT = 0x004
export const EPOLLERR = 0x008
export const EPOLLHUP = 0x010
export const EPOLLRDHUP = 0x2000
export const EPOLLET = 0x80000000

export const POLLPRI = 0x002
export const POLLNVAL = 0x020

/** FIONREAD: bytes waiting in a socket's receive queue; SIOCOUTQ: bytes sent and not yet acknowledged. */
export const FIONREAD = 0x541b
export const SIOCOUTQ = 0x5411
/** Whether the next byte is the urgent one. */
export const SIOCATMARK = 0x8905

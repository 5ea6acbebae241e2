/** Linux's other numbers (asm-generic, x86_64 and aarch64 alike), by their names in the C headers; learners see those of `constants.ts`. */
export * from './constants.ts'

export const SOCK_NONBLOCK = 0o4000
export const SOCK_CLOEXEC = 0o2000000

export const IPPROTO_RAW = 255

export const SO_ATTACH_FILTER = 26
export const SO_KEEPALIVE = 9
export const SO_LINGER = 13
export const SO_REUSEPORT = 15
export const SO_BINDTOIFINDEX = 62

export const MCAST_JOIN_GROUP = 42
export const MCAST_BLOCK_SOURCE = 43
export const MCAST_UNBLOCK_SOURCE = 44
export const MCAST_LEAVE_GROUP = 45
export const MCAST_JOIN_SOURCE_GROUP = 46
export const MCAST_LEAVE_SOURCE_GROUP = 47

export const TCP_NODELAY = 1
export const TCP_KEEPIDLE = 4
export const TCP_KEEPINTVL = 5
export const TCP_KEEPCNT = 6
export const TCP_INFO = 11

export const MSG_DONTWAIT = 0x40
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
/** SIOCATMARK: whether the next byte is the urgent one. */
export const SIOCATMARK = 0x8905

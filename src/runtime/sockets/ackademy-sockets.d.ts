/** What a learner's program imports. README.md beside this file says how it behaves. */
declare module 'ackademy:sockets' {
  export const AF_INET: 2
  export const AF_INET6: 10
  export const AF_PACKET: 17
  export const SOCK_STREAM: 1
  export const SOCK_DGRAM: 2
  export const SOCK_RAW: 3
  export const IPPROTO_IP: 0
  export const IPPROTO_ICMP: 1
  export const IPPROTO_TCP: 6
  export const IPPROTO_UDP: 17
  export const IPPROTO_IPV6: 41
  export const IPPROTO_ICMPV6: 58
  export const SOL_SOCKET: 1
  export const SO_REUSEADDR: 2
  export const SO_ERROR: 4
  export const SO_BROADCAST: 6
  export const SO_SNDBUF: 7
  export const SO_RCVBUF: 8
  export const SO_BINDTODEVICE: 25
  export const SO_DETACH_FILTER: 27
  export const SO_TIMESTAMPNS: 35
  export const IP_TOS: 1
  export const IP_TTL: 2
  export const IP_HDRINCL: 3
  export const IP_PKTINFO: 8
  export const IP_MTU_DISCOVER: 10
  export const IP_RECVERR: 11
  export const IP_RECVTTL: 12
  export const IP_RECVTOS: 13
  export const IP_MTU: 14
  export const IP_MULTICAST_IF: 32
  export const IP_MULTICAST_TTL: 33
  export const IP_MULTICAST_LOOP: 34
  export const IP_ADD_MEMBERSHIP: 35
  export const IP_DROP_MEMBERSHIP: 36
  export const IP_MULTICAST_ALL: 49
  export const IP_UNICAST_IF: 50
  export const IP_PMTUDISC_DONT: 0
  export const IP_PMTUDISC_WANT: 1
  export const IP_PMTUDISC_DO: 2
  export const IP_PMTUDISC_PROBE: 3
  export const IPV6_UNICAST_HOPS: 16
  export const IPV6_MULTICAST_IF: 17
  export const IPV6_MULTICAST_HOPS: 18
  export const IPV6_MULTICAST_LOOP: 19
  export const IPV6_JOIN_GROUP: 20
  export const IPV6_LEAVE_GROUP: 21
  export const IPV6_MTU_DISCOVER: 23
  export const IPV6_MTU: 24
  export const IPV6_RECVERR: 25
  export const IPV6_V6ONLY: 26
  export const IPV6_RECVPKTINFO: 49
  export const IPV6_PKTINFO: 50
  export const IPV6_RECVHOPLIMIT: 51
  export const IPV6_HOPLIMIT: 52
  export const IPV6_RECVTCLASS: 66
  export const IPV6_TCLASS: 67
  export const IPV6_UNICAST_IF: 76
  export const SOL_PACKET: 263
  export const PACKET_ADD_MEMBERSHIP: 1
  export const PACKET_STATISTICS: 6
  export const PACKET_AUXDATA: 8
  export const PACKET_IGNORE_OUTGOING: 23
  export const PACKET_MR_PROMISC: 1
  export const PACKET_HOST: 0
  export const PACKET_BROADCAST: 1
  export const PACKET_MULTICAST: 2
  export const PACKET_OTHERHOST: 3
  export const PACKET_OUTGOING: 4
  export const ETH_P_IP: 0x0800
  export const ETH_P_ALL: 0x0003
  export const MSG_PEEK: 0x2
  export const MSG_TRUNC: 0x20
  export const MSG_ERRQUEUE: 0x2000
  export const SO_EE_ORIGIN_LOCAL: 1
  export const SO_EE_ORIGIN_ICMP: 2
  export const SO_EE_ORIGIN_ICMP6: 3
  export const POLLIN: 1
  export const POLLOUT: 4
  export const POLLERR: 8
  export const POLLHUP: 16

  /**
   * `socket(2)`. Throws EPERM for a raw socket or a packet socket without CAP_NET_RAW. The protocol of a packet socket is an EtherType in the order of this host
   * (C needs `htons`); with 0 it sees nothing until it is bound.
   */
  export function socket(domain: number, type: number, protocol?: number): Socket

  /**
   * `poll(2)`: resolves with the sockets that are ready, or with none after `timeoutMs` (without it: never). POLLERR and POLLHUP
   * are reported without being asked for.
   */
  export function poll(wanted: readonly Poll[], timeoutMs?: number): Promise<Ready[]>

  export interface Poll {
    socket: Socket
    /** POLLIN, POLLOUT or both. */
    events: number
  }
  export interface Ready {
    socket: Socket
    revents: number
  }

  export interface Socket {
    readonly fd: number
    /** A packet socket is bound to an interface, by its name, and to an EtherType if it is not the one that it was opened with. */
    bind(address: string, port?: number): void
    /** Begins to connect; POLLOUT and `getsockopt(SOL_SOCKET, SO_ERROR)` tell the outcome. */
    connect(address: string, port?: number): void
    listen(backlog: number): void
    /** The next connection, or null when none is waiting. */
    accept(): { socket: Socket; address: string; port: number } | null
    /** Bytes taken; 0 when the send buffer is full. */
    send(bytes: Uint8Array): number
    /** One datagram, or one packet of a raw socket (from the ICMP header on, unless IP_HDRINCL is set). */
    sendto(bytes: Uint8Array, address: string, port?: number): number
    /** What has been received, at most `size` bytes; null when there is nothing. A raw IPv4 socket sees the IP header too. */
    recvfrom(size: number): Received | null
    /**
     * `recvmsg(2)`: the same with the control messages that options such as IP_PKTINFO, IP_RECVTTL and IP_RECVERR ask for. `flags`: MSG_PEEK, or
     * MSG_ERRQUEUE for the next error report; null when there is nothing.
     */
    recvmsg(size: number, flags?: number): Message | null
    /** `value`: a number for an int; bytes for an option's struct; text for a name, as that of SO_BINDTODEVICE. */
    setsockopt(level: number, option: number, value: number | string | Uint8Array): void
    getsockopt(level: number, option: number): number
    /** The first `length` bytes of an option's struct. */
    getsockopt(level: number, option: number, length: number): Uint8Array
    /**
     * SO_ATTACH_FILTER: a program of classic BPF that runs in the kernel for each packet and says how many bytes of it this socket gets, 0 for none
     * (Documentation/networking/filter.rst; `tcpdump -dd` prints one). Throws EINVAL for what is no program.
     */
    attachFilter(program: readonly FilterInstruction[]): void
    close(): void
  }
  /** struct sock_filter: what to do, where to go if a comparison holds or does not, and a number. */
  export type FilterInstruction = readonly [code: number, ifTrue: number, ifFalse: number, k: number]

  /**
   * Takes over an interface that has no address: all frames that arrive on it, and only what is written goes out (AF_PACKET; the kernel itself has nothing to
   * say there). Throws ENODEV where there is none, EADDRINUSE where the kernel has an address on it, EPERM without CAP_NET_RAW.
   */
  export function openLink(interfaceName: string): Link

  export interface Link {
    readonly name: string
    /** Its own Ethernet address. */
    readonly mac: string
    readonly mtu: number
    /** To wait for frames with `poll`. */
    readonly socket: Socket
    /** The next frame, from its Ethernet header on; null when there is none. */
    read(): Uint8Array | null
    /** False when the queue is full and the frame is lost. */
    write(frame: Uint8Array): boolean
    close(): void
  }
  /** `struct packet_mreq`: for PACKET_ADD_MEMBERSHIP, which ends with the socket. */
  export function packetMembership(interfaceIndex: number, type: number): Uint8Array

  /** `struct ip_mreqn` or `struct ipv6_mreq` of a group and an interface's number, for IP_ADD_MEMBERSHIP and IPV6_JOIN_GROUP. */
  export function membership(group: string, interfaceIndex?: number): Uint8Array

  /** `if_nametoindex(3)`: an interface's number, 0 when there is none of that name. */
  export function if_nametoindex(name: string): number

  export interface Message extends Received {
    /** Of the kernel: MSG_TRUNC when the datagram did not fit. */
    flags: number
    control: Control[]
  }
  /** A control message, read as far as this module knows its kind. */
  export interface Control {
    level: number
    type: number
    data: Uint8Array
    /** Of IP_TTL, IP_TOS, IPV6_HOPLIMIT and IPV6_TCLASS. */
    value?: number
    /** Of SO_TIMESTAMPNS: when it came, since the epoch. */
    timestamp?: { seconds: number; nanoseconds: number }
    /** Of IP_PKTINFO and IPV6_PKTINFO. */
    packetInfo?: { interfaceIndex: number; destination: string; localAddress: string }
    /** Of IP_RECVERR and IPV6_RECVERR; `offender` is null for an error of this host's own. */
    error?: { errno: number; origin: number; type: number; code: number; info: number; offender: string | null }
    /** Of PACKET_AUXDATA: the frame's length on the wire, and its VLAN tag, which the kernel has taken out of the bytes. */
    packet?: { length: number; vlan: number | null }
  }

  export interface Received {
    /** Of length 0 on a stream: the peer has ended. */
    bytes: Uint8Array
    /** Of a packet socket the sender's Ethernet address … */
    address: string
    /** … and the EtherType. */
    port: number
    /** Of a packet socket: where the frame was seen, and which way it went (PACKET_HOST … PACKET_OUTGOING). */
    link?: { interfaceIndex: number; type: number }
  }
}

import type { Endpoint, Nanoseconds } from '#network'

/** A packet that the system under test sent: an IP packet, with the time since the script began. */
export interface SentPacket {
  readonly at: Nanoseconds
  readonly bytes: Uint8Array
}

/**
 * What a script drives: a TCP stack through its sockets, and the wire that it is plugged into. The simulated stack in virtual time, or a
 * real kernel in real time; the runner does not know which.
 */
export interface System {
  /** Since the script began. */
  readonly now: Nanoseconds
  readonly sockets: KernelSockets
  /** Lets time pass until `time`. `done` is asked first and whenever something may have happened; when it holds, that ends the wait. */
  wait(time: Nanoseconds, done: () => boolean): Promise<void>
  /** The oldest packet sent that was not taken yet. */
  takeSent(): SentPacket | undefined
  /** An IP packet arrives. */
  inject(packet: Uint8Array): void
  /** Carries out a shell command of a script. Throws NeedsError for one that it cannot. Returns why it failed, or null. */
  command(text: string): string | null
  close(): Promise<void>
}

/**
 * The system's calls with Linux's numbers, all of them non-blocking: a result below 0 is -errno, -EAGAIN where a call would have to
 * wait. They throw NeedsError for what the system does not have.
 */
export interface KernelSockets {
  socket(family: 4 | 6, kind: 'stream' | 'datagram'): number
  bind(fd: number, address: Endpoint): number
  connect(fd: number, address: Endpoint): number
  listen(fd: number, backlog: number): number
  accept(fd: number): number
  /** `flags`: MSG_* bits. */
  send(fd: number, bytes: Uint8Array, flags: number, to: Endpoint | null): number
  receive(fd: number, most: number, flags: number): Uint8Array | number
  shutdown(fd: number, how: number): number
  /** -EAGAIN while it lingers (SO_LINGER), until it is asked again and tells how it ended. */
  close(fd: number): number
  setOption(fd: number, level: number, option: number, value: Uint8Array): number
  getOption(fd: number, level: number, option: number, room: number): Uint8Array | number
  /** ioctl's value, for SIOCINQ, SIOCOUTQ and SIOCATMARK. */
  control(fd: number, request: number): number
  /** POLL* bits that hold now. */
  poll(fd: number): number
  /** The fields of tcp_info by their names (`tcpi_snd_cwnd`), and those of SO_MEMINFO (`SK_MEMINFO_RCVBUF`). */
  information(fd: number): Readonly<Record<string, number>>
}

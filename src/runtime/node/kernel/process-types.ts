/** Processes as the world's driver starts and sees them. */
import type { Endpoint, Host, Nanoseconds } from '#network'
import type { ProcessStart } from '../syscalls/index.ts'
import type { SignalName } from './signals.ts'

/** How a process ended. Exactly one of `code` and `signal` is not null, as in Node's 'exit' event of a child. */
export interface ProcessExit {
  code: number | null
  signal: SignalName | null
  at: Nanoseconds
  /** Why the kernel ended it, in words, if neither the program nor a signal did. */
  reason?: string
}

/** Work that a process did since its start. */
export interface ProcessCounters {
  /** By the name of the call; those that the kernel performed for it (PUSH) included. */
  syscalls: Record<string, number>
  turns: number
}

export interface HeldSocket {
  proto: 'tcp' | 'udp' | 'raw' | 'packet' | 'unix'
  state: string
  fd: number
  local: Endpoint
  remote?: Endpoint
  recvQ: number
  sendQ: number
}

/** Resources that a process holds: sockets from the kernel's tables, timers as the process reports them. */
export interface ProcessHandles {
  sockets: HeldSocket[]
  listeners: HeldSocket[]
  timers: number
  files: string[]
  /** True if it waits for standard input; absent if unknown. */
  readsInput?: boolean
}

export interface Program extends ProcessStart {
  name: string
  /** Files that it brings along, by absolute path: put on its host, where they stay. */
  files: Record<string, string | Uint8Array>
  /** A folder that no program but this one sees: what its author's other programs bring along lies there as well. */
  ownFolder?: string
  /** The host's own command that the process runs in place of Node: a name of `COMMAND_NAMES`. */
  command?: string
}

/** A process as the world's driver sees it. */
export interface KernelProcess {
  /** Unique in the world. */
  readonly pid: number
  readonly host: Host
  readonly name: string
  /** What it printed so far. */
  readonly stdout: string
  readonly stderr: string
  readonly exit: ProcessExit | null
  readonly counters: ProcessCounters
  /** Bytes that the program has written and no socket has taken yet, as the process reports; after its end, the bytes lost with it. */
  readonly queuedBytes: number
  /** Whether it is stopped (SIGSTOP). */
  readonly stopped: boolean
  onOutput: ((fd: 1 | 2, bytes: Uint8Array) => void) | null
  onExit: ((process: KernelProcess) => void) | null
  /** Writes to its standard input. */
  write(bytes: Uint8Array): void
  endInput(): void
  /** Sends a signal. */
  kill(signal: SignalName): void
  handles(): ProcessHandles
}

import type { SocketRow } from './host-state.ts'
import type { RemoteError } from './remote.ts'
import type { Data, Duration, Time, Within } from './values.ts'

export interface RunOptions extends Within {
  args?: (string | number)[]
  env?: Record<string, string>
  /** Files placed next to the program; text only. For `/bin/sh` also by absolute path, in `/usr/local/bin` executable. */
  files?: Record<string, Data>
  /** Working directory, as a path in the program's folder; default: that folder itself. */
  cwd?: string
  /** Content of standard input, followed by its end. */
  stdin?: Data
  /** Wait for a listening socket before `run` returns: `9000`, `{ udp: 5300 }`, `{ unix: '/tmp/s' }`. */
  listens?: Listening
  /** Interfaces without an address, which the program takes over by `openLink()`: the kernel leaves them alone. `run` returns once all are open. */
  takes?: string[]
  /** `ulimit -n` and the memory limit. */
  limits?: { files?: number; memoryMiB?: number }
}

export type Listening = number | { tcp: number } | { udp: number } | { unix: string }

/** A program under test, or an author's helper. */
export interface Process {
  readonly pid: number
  /** @wait Until it listens, or throws EXITED with its last output. */
  listening(on: Listening, options?: Within): Promise<void>
  /** @wait Next line of standard output. Throws END when the process ended. */
  line(options?: Within): Promise<string>
  /** @wait Next line of standard output, as JSON. */
  json<T = unknown>(options?: Within): Promise<T>
  /** @wait Next line of standard error. */
  errorLine(options?: Within): Promise<string>
  /** @look Everything written so far. */
  output(): Promise<{ stdout: string; stderr: string }>
  /** @act Write to standard input. */
  write(data: Data): Promise<void>
  /** @act End standard input. */
  endInput(): Promise<void>
  /** @act Send a signal (default SIGTERM). SIGSTOP freezes the program while its kernel keeps answering. */
  kill(signal?: Signal): Promise<void>
  /** @wait Until it has ended. */
  exited(options?: Within): Promise<Exit>
  /** @wait Check that it keeps running for this long: the opposite of `exited`. */
  expectAlive(during?: Duration): Promise<void>
  /** @look Work done since the start or the last `reset`. Numbers that the backend cannot count are absent. */
  counters(options?: { reset?: boolean }): Promise<Counters>
  /** @look What the process holds. */
  handles(): Promise<Handles>
}

export type Signal = 'SIGTERM' | 'SIGINT' | 'SIGHUP' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGUSR1' | 'SIGUSR2'

export interface Exit {
  code: number | null
  signal: Signal | null
  at: Time
  /** Why the platform ended it, if it did: `gave no answer within 10 s`. */
  reason?: string
  /** Uncaught error, if that ended it. */
  error?: RemoteError
}

export interface Counters {
  /** By name: `writev`, `sendmsg`, `connect` … Simulated: the syscall interface. Linux: seccomp-free `strace -c`. */
  syscalls: Record<string, number>
  /** Of a loaded module, up to its last answer: bytes copied by `Buffer.concat`, `from` and `copy`, `Uint8Array.from`, `set` and `slice`. */
  bytesCopied?: number
  /** Turns of the event loop. */
  turns?: number
  /** Bytes held: user-space socket queues always; heap only where `count.memory`. */
  queuedBytes: number
  heapBytes?: number
}

export interface Handles {
  sockets: SocketRow[]
  listeners: SocketRow[]
  timers: number
  files: string[]
  /** True if it waits for standard input; absent if the backend cannot know. */
  readsInput?: boolean
}

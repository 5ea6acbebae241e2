/** What /proc tells of a process. A process that has ended in the meantime has no children, no sockets and used no time. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Follows first children down to the process that has none. */
export function innermostChild(pid: number): number {
  for (let current = pid; ; ) {
    const child = Number(read(`/proc/${current}/task/${current}/children`).trim().split(' ')[0])
    if (!child) return current
    current = child
  }
}

/** Inodes of the sockets that a process holds. */
export function socketInodes(pid: number): ReadonlySet<number> {
  const inodes = new Set<number>()
  for (const fd of attempt(() => readdirSync(`/proc/${pid}/fd`), [])) {
    const target = attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`), '')
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
    if (inode) inodes.add(Number(inode))
  }
  return inodes
}

/** User and system time in clock ticks: fields 14 and 15 of /proc/PID/stat, counted behind the name in parentheses (proc(5)). */
export function cpuTicks(pid: number): number {
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}

/** Milliseconds for which a thread (of a process, its main thread) was ready to run and had no processor: second field of schedstat, in ns. */
export function waitedMs(thread: number | string): number {
  return Number(read(`/proc/${thread}/schedstat`).split(' ')[1] ?? 0) / 1e6
}

/** The same for what drives a world, since this was made: this thread, and the threads of libuv's, of which one waits for its frames. */
export class DriverDelay {
  readonly #start = DriverDelay.#now()

  sinceStart(): number {
    return DriverDelay.#now() - this.#start
  }

  static #now(): number {
    const workers = attempt(() => readdirSync('/proc/self/task'), []).filter(
      (thread) => read(`/proc/self/task/${thread}/comm`) === 'libuv-worker\n',
    )
    return waitedMs('thread-self') + workers.reduce((sum, thread) => sum + waitedMs(`self/task/${thread}`), 0)
  }
}

const read = (path: string) => attempt(() => readFileSync(path, 'utf8'), '')

function attempt<T>(body: () => T, otherwise: T): T {
  try {
    return body()
  } catch {
    return otherwise
  }
}

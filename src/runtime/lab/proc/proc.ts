/** What /proc tells of a process. A process that has ended in the meantime has no children, no sockets and used no time. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** USER_HZ of every Linux that Node runs on: /proc counts time in hundredths of a second. */
const MS_PER_TICK = 10

/** The process itself, or the first child of the first child … so many generations down, as far as there are some. */
export function descendant(pid: number, generations: number): number {
  let current = pid
  for (let i = 0; i < generations; i++) {
    const [child] = childrenOf(`${current}/task/${current}`)
    if (child === undefined) break
    current = child
  }
  return current
}

/** A process and all that it and its children started, whichever thread did. */
export function processTree(pid: number): number[] {
  const threads = attempt(() => readdirSync(`/proc/${pid}/task`), [])
  return [pid, ...threads.flatMap((thread) => childrenOf(`${pid}/task/${thread}`)).flatMap(processTree)]
}

const childrenOf = (task: string): number[] => parseChildren(read(`/proc/${task}/children`))

/** /proc/PID/task/TID/children: numbers, each followed by a space, oldest first. */
export const parseChildren = (text: string): number[] =>
  text
    .split(' ')
    .map(Number)
    .filter((pid) => pid > 0)

/** Inodes of the sockets that a process holds. */
export function socketInodes(pid: number): number[] {
  return attempt(() => readdirSync(`/proc/${pid}/fd`), []).flatMap((fd) => {
    const target = attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`), '')
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
    return inode ? [Number(inode)] : []
  })
}

/** Processor time of a process with all its threads, and of its children that have ended. */
export function cpuMs(pid: number): number {
  const { user, system, childrenUser, childrenSystem } = parseStat(read(`/proc/${pid}/stat`))
  return (user + system + childrenUser + childrenSystem) * MS_PER_TICK
}

/** Processor time of all children of this process that have ended. */
export function endedChildrenCpuMs(): number {
  const { childrenUser, childrenSystem } = parseStat(read('/proc/self/stat'))
  return (childrenUser + childrenSystem) * MS_PER_TICK
}

/** Fields 14 to 17 of /proc/PID/stat, in clock ticks (proc(5)), counted behind the name in parentheses, which may hold anything. */
export function parseStat(text: string): {
  user: number
  system: number
  childrenUser: number
  childrenSystem: number
} {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const field = (number: number) => Number(fields[number - 3]) || 0
  return { user: field(14), system: field(15), childrenUser: field(16), childrenSystem: field(17) }
}

/** Milliseconds for which a machine's processors worked, or were taken away by its hypervisor: the first line of /proc/stat (proc(5)), in clock ticks. */
export function parseMachineBusyMs(text: string): number {
  const [user = 0, nice = 0, system = 0, _idle, _iowait, interrupts = 0, softInterrupts = 0, stolen = 0] = text
    .split('\n', 1)[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user + nice + system + interrupts + softInterrupts + stolen) * MS_PER_TICK
}

/** Milliseconds for which a thread (of a process, its main thread) was ready to run and had no processor: second field of schedstat, in ns. */
export function waitedMs(thread: number | string): number {
  return (Number(read(`/proc/${thread}/schedstat`).split(' ')[1]) || 0) / 1e6
}

const read = (path: string) => attempt(() => readFileSync(path, 'utf8'), '')

function attempt<T>(body: () => T, otherwise: T): T {
  try {
    return body()
  } catch {
    return otherwise
  }
}

import { EventType, type KernelEvent, Op, type ProcessPort, type SystemCalls } from '#node'
import type { ProcessFactory } from '#node/processes/index.ts'
import type { CallPlace } from '../../recording/index.ts'

/** System calls that can send packets. */
const SENDING: ReadonlySet<number> = new Set([Op.connect, Op.send, Op.shutdown, Op.close, Op.listen])
const STANDARD_OUTPUTS: ReadonlySet<number> = new Set([1, 2])
/** Enough stack frames to get from Node's library to the program. */
const FRAMES = 60
/** Stacks kept for a program that sends faster than packets are recorded. */
const MOST_STACKS = 4096
const FILE = /(?:^|\/)work\/(.+?)(?:\?.*)?$/

interface Site {
  getFileName(): string | null
  getScriptNameOrSourceURL(): string | null
  getLineNumber(): number | null
}
/** V8's additions to `Error`, which its standard type lacks. */
const V8Error = Error as unknown as {
  stackTraceLimit: number
  prepareStackTrace: unknown
  captureStackTrace(target: object, above?: unknown): void
}

/**
 * Finds the source line of a system call. Each call that may send notes its stack, which is cheap; the stack is
 * formatted only when a packet names that call as its cause.
 */
export class CallPlaces {
  readonly #stacks = new Map<string, object>()
  readonly #read = new Set<string>()

  /** Wraps a process starter to watch calls. Counts calls like the kernel: `report` does not count. */
  watching(create: ProcessFactory): ProcessFactory {
    return (calls) => {
      let pid = 0
      let made = 0
      const count = (op: number, on = -1) => {
        if (op === Op.report) return
        made++
        // What a program prints sends no packet, and a stack for each line costs more than all else that is done for it.
        const isPrinted = op === Op.send && STANDARD_OUTPUTS.has(on)
        if (SENDING.has(op) && !isPrinted) this.#note(`${pid} ${made}`)
      }
      const watched: SystemCalls = {
        out: calls.out,
        call(cost, op, ...rest) {
          count(op, rest[0])
          return calls.call(cost, op, ...rest)
        },
        post(cost, op, ...rest) {
          count(op, rest[0])
          calls.post(cost, op, ...rest)
        },
      }
      return knowingItsPid(create(watched), (value) => {
        pid = value
      })
    }
  }

  /** Source line of a call, once; null if already reported, or if no line of the program made the call. */
  take(pid: number, call: number): CallPlace | null {
    const key = `${pid} ${call}`
    const stack = this.#stacks.get(key)
    if (stack === undefined || this.#read.has(key)) return null
    this.#read.add(key)
    const place = programPlace(stack)
    return place && { pid, call, ...place }
  }

  /** All packets so far are reported: older stacks belong to calls that sent nothing. */
  forget(): void {
    if (this.#stacks.size < MOST_STACKS) return
    this.#stacks.clear()
    this.#read.clear()
  }

  #note(key: string): void {
    if (this.#stacks.size >= 2 * MOST_STACKS) return
    const before = V8Error.stackTraceLimit
    V8Error.stackTraceLimit = FRAMES
    const stack = {}
    V8Error.captureStackTrace(stack)
    V8Error.stackTraceLimit = before
    this.#stacks.set(key, stack)
  }
}

function knowingItsPid(port: ProcessPort, tell: (pid: number) => void): ProcessPort {
  return {
    turn(event: KernelEvent) {
      if (event.type === EventType.start) tell(event.value)
      return port.turn(event)
    },
    kill: (reason) => port.kill(reason),
  }
}

/** The innermost frame in a file of the program; V8 passes the frames to the formatter. */
function programPlace(stack: object): { file: string; line: number } | null {
  const before = V8Error.prepareStackTrace
  V8Error.prepareStackTrace = (_error: unknown, sites: Site[]) => sites
  try {
    const sites = (stack as { stack?: unknown }).stack
    if (!Array.isArray(sites)) return null
    for (const site of sites as Site[]) {
      // A script loaded from a blob has its name only in a comment.
      const [, file] = FILE.exec(site.getScriptNameOrSourceURL() ?? site.getFileName() ?? '') ?? []
      const line = site.getLineNumber()
      if (file !== undefined && line !== null && !file.includes('node_modules/')) return { file, line }
    }
    return null
  } finally {
    V8Error.prepareStackTrace = before
  }
}

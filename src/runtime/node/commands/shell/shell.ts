/** The part of sh(1) by which programs start others: `exec()`, the `shell` option, scripts that begin with `#!/bin/sh`. */
import { Errno } from '#network'
import { Op } from '../../syscalls/index.ts'
import { messageOf, type Steps, type System } from '../system.ts'
import { BUILT_IN, type Descriptors } from './built-in.ts'
import { matchingPaths } from './glob.ts'
import { type Node, parse, type Redirection, ShellEnd, ShellProblem } from './syntax.ts'
import { fieldsOf, oneWord } from './words.ts'

const OPEN: Readonly<Record<string, number>> = { '<': 0, '>': 0o1 | 0o100 | 0o1000, '>>': 0o1 | 0o100 | 0o2000 }
const O_CLOEXEC = 0o2000000
const MODE = 0o666
const [NOT_RUN, NOT_FOUND, WRONG] = [126, 127, 2] as const
/** The type of `Op.socketpair` that makes a pipe. */
const PIPE = 0

export class Shell {
  readonly system: System
  readonly variables: Map<string, string>
  readonly #name: string
  readonly #parameters: string[]
  status = 0

  constructor(system: System, name: string, parameters: string[]) {
    this.system = system
    this.variables = new Map(Object.entries(system.start.env))
    this.#name = name
    this.#parameters = parameters
  }

  /** Runs a text; returns its exit status. */
  *run(text: string): Steps<number> {
    try {
      return yield* this.#run(parse(text), [0, 1, 2])
    } catch (problem) {
      if (problem instanceof ShellEnd) return problem.status
      if (problem instanceof ShellProblem) return yield* this.complain(2, problem.message, WRONG)
      throw problem
    }
  }

  *complain(fd: number, text: string, status: number): Steps<number> {
    if (fd >= 0) yield* this.system.write(fd, `${this.#name}: 1: ${text}\n`)
    return status
  }

  get #environment(): string[] {
    return [...this.variables].map(([name, value]) => `${name}=${value}`)
  }

  readonly #lookup = (name: string): string => {
    if (name === '?') return `${this.status}`
    if (name === '#') return `${this.#parameters.length}`
    if (name === '0') return this.#name
    return (/^\d$/.test(name) ? this.#parameters[Number(name) - 1] : this.variables.get(name)) ?? ''
  };

  *#run(node: Node, descriptors: Descriptors): Steps<number> {
    if (node.kind === 'list') return yield* this.#list(node, descriptors)
    if (node.kind !== 'pipeline') return yield* this.#redirected(node, descriptors)
    const status = yield* node.parts.length === 1
      ? this.#run(node.parts[0]!, descriptors)
      : this.#pipeline(node.parts, descriptors)
    return node.negated ? Number(status === 0) : status
  }

  *#list({ items }: Extract<Node, { kind: 'list' }>, descriptors: Descriptors): Steps<number> {
    let skips = false
    for (const { node, after, background } of items) {
      if (!skips && background) this.#startBehind(node, descriptors)
      if (!skips) this.status = background ? 0 : yield* this.#run(node, descriptors)
      skips = after === '&&' ? this.status !== 0 : after === '||' ? this.status === 0 : false
    }
    return this.status
  }

  /** Starts a command in the background, with empty standard input. */
  #startBehind(node: Node, [, ...others]: Descriptors): void {
    const nothing = this.system.call(Op.open, OPEN['<']! | O_CLOEXEC, 0, 0, '/dev/null')
    this.#start(node, [nothing, ...others])
    this.system.call(Op.close, nothing)
  }

  /** Runs all parts at once; returns the status of the last one. */
  *#pipeline(parts: Node[], descriptors: Descriptors): Steps<number> {
    const { system } = this
    const pids: number[] = []
    let input = descriptors[0]!
    for (const [i, part] of parts.entries()) {
      const isLast = i === parts.length - 1
      if (!isLast) system.call(Op.socketpair, PIPE)
      const [next, output] = isLast ? [-1, descriptors[1]!] : [system.out.a, system.out.b]
      pids.push(this.#start(part, [input, output, ...descriptors.slice(2)]))
      if (i > 0) system.call(Op.close, input)
      if (!isLast) system.call(Op.close, output)
      input = next
    }
    let status = 0
    for (const pid of pids) status = pid < 0 ? NOT_RUN : yield* system.ended(pid)
    return status
  }

  /** Starts a part of the text in its own shell. */
  #start({ text }: Node, descriptors: Descriptors): number {
    const args = ['/bin/sh', '-c', text, this.#name, ...this.#parameters]
    return this.system.spawn(args, this.#environment, [...descriptors])
  }

  *#redirected(node: Extract<Node, { redirections: Redirection[] }>, outer: Descriptors): Steps<number> {
    const opened: number[] = []
    try {
      const descriptors = [...outer]
      for (const redirection of node.redirections) {
        const fd = this.#open(redirection, descriptors)
        if (fd < -1) return yield* this.complain(descriptors[2]!, describe(redirection, fd, this.#lookup), WRONG)
        if (!redirection.operator.endsWith('&') && fd >= 0) opened.push(fd)
        descriptors[redirection.fd] = fd
      }
      for (let fd = 0; fd < descriptors.length; fd++) descriptors[fd] ??= -1
      if (node.kind === 'simple') return yield* this.#simple(node, descriptors)
      if (!node.isSubshell) return yield* this.#run(node.body, descriptors)
      const pid = this.#start({ ...node, text: node.inner }, descriptors)
      return pid < 0 ? NOT_RUN : yield* this.system.ended(pid)
    } finally {
      for (const fd of opened) this.system.call(Op.close, fd)
    }
  }

  /** Returns the descriptor of a redirection, -1 for a closed one, or -errno. */
  #open({ operator, target }: Redirection, descriptors: Descriptors): number {
    const word = oneWord(target, this.#lookup)
    if (!operator.endsWith('&')) {
      const fd = this.system.call(Op.open, OPEN[operator]! | O_CLOEXEC, MODE, 0, word)
      return fd === -1 ? -Errno.EACCES : fd
    }
    if (word === '-') return -1
    return /^\d$/.test(word) ? (descriptors[Number(word)] ?? -Errno.EBADF) : -Errno.EBADF
  }

  *#simple(node: Extract<Node, { kind: 'simple' }>, descriptors: Descriptors): Steps<number> {
    const assigned = node.assignments.map((text) => {
      const equals = text.indexOf('=')
      return [text.slice(0, equals), oneWord(text.slice(equals + 1), this.#lookup)] as const
    })
    const words = node.words.flatMap((word) =>
      fieldsOf(word, this.#lookup, (pattern) => matchingPaths(this.system, pattern)),
    )
    const [name, ...args] = words
    const builtIn = name === undefined || !Object.hasOwn(BUILT_IN, name) ? null : BUILT_IN[name]!
    if (name === undefined || builtIn) for (const [key, value] of assigned) this.variables.set(key, value)
    if (name === undefined) return 0
    if (builtIn) {
      const result = builtIn(this, args, descriptors)
      return typeof result === 'number' ? result : yield* result
    }
    return yield* this.execute(words, descriptors, assigned)
  }

  *#ended(pid: number, errors: number): Steps<number> {
    const status = yield* this.system.ended(pid)
    const said = BY_SIGNAL[status]
    if (said && errors >= 0) yield* this.system.write(errors, `${said}\n`)
    return status
  }

  /** Starts a program and waits for its end. */
  *execute(
    words: string[],
    descriptors: Descriptors,
    assigned: readonly (readonly [string, string])[] = [],
  ): Steps<number> {
    const environment = [...this.#environment, ...assigned.map(([name, value]) => `${name}=${value}`)]
    const pid = this.system.spawn(words, environment, [...descriptors])
    if (pid >= 0) return yield* this.#ended(pid, descriptors[2]!)
    const found = pid !== -Errno.ENOENT
    return yield* this.complain(
      descriptors[2]!,
      `${words[0]}: ${found ? messageOf(pid) : 'not found'}`,
      found ? NOT_RUN : NOT_FOUND,
    )
  }
}

/** dash's messages for a program that a signal has ended (strsignal(3)). */
const BY_SIGNAL: Readonly<Record<number, string>> = {
  129: 'Hangup',
  134: 'Aborted',
  137: 'Killed',
  139: 'Segmentation fault',
  143: 'Terminated',
}

/** Returns dash's message. */
function describe({ operator, target }: Redirection, error: number, lookup: (name: string) => string): string {
  const word = oneWord(target, lookup)
  if (operator.endsWith('&')) return `${word}: Bad file descriptor`
  if (operator === '<') return `cannot open ${word}: ${error === -Errno.ENOENT ? 'No such file' : messageOf(error)}`
  return `cannot create ${word}: ${error === -Errno.ENOENT ? 'Directory nonexistent' : messageOf(error)}`
}

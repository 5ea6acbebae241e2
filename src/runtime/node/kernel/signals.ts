/** Signals by their Linux numbers, and what each does to a process that does not handle it (signal(7)). */
export const Signal = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const
export type SignalName = keyof typeof Signal

const names = new Map<number, SignalName>()
for (const [name, number] of Object.entries(Signal)) names.set(number, name as SignalName)

/** The name of a signal's number, undefined for a number that is none. */
export function signalName(signal: number): SignalName | undefined {
  return names.get(signal)
}

export type DefaultAction = 'terminate' | 'ignore' | 'stop' | 'continue'

const ignored = new Set<number>([Signal.SIGCHLD, Signal.SIGURG, Signal.SIGWINCH])
// Node ignores SIGPIPE from its start on, and takes SIGUSR1 for its inspector, which does not exist here.
for (const signal of [Signal.SIGPIPE, Signal.SIGUSR1]) ignored.add(signal)
const stopping = new Set<number>([Signal.SIGSTOP, Signal.SIGTSTP, Signal.SIGTTIN, Signal.SIGTTOU])

export function defaultAction(signal: number): DefaultAction {
  if (ignored.has(signal)) return 'ignore'
  if (stopping.has(signal)) return 'stop'
  return signal === Signal.SIGCONT ? 'continue' : 'terminate'
}

/** SIGKILL and SIGSTOP act on every process, whatever it asked for. */
export function canBeHandled(signal: number): boolean {
  return signal !== Signal.SIGKILL && signal !== Signal.SIGSTOP && names.has(signal)
}

import { constants } from 'node:os'
import { count, type Handles } from '#lab'
import { formatEndpoint } from '#network'
import type { Interrupt } from './interrupts.ts'
import type { RunLimits } from './limits.ts'
import type { Outcome } from './running-program.ts'

/** Exit status and message of the command. */
export interface Verdict {
  status: number
  /** For standard error, when there is something to say. */
  message: string | null
}

/** Node reports a package as missing; this adds why. */
const MISSING_PACKAGE = /Cannot find (?:package|module) '(?![./])([^']+)'/

/** Lifetime of a world without clients from outside, in milliseconds of its own time. */
export const LONGEST_MS = 3_600_000

export interface Circumstances {
  /** The program's name, as given on the command line. */
  program: string
  interrupt: Interrupt | null
  /** The end of what it wrote to standard error. */
  errors: string
  limits: RunLimits
}

/** Returns the exit status, and a message beside the program's own output. */
export function judge(outcome: Outcome, circumstances: Circumstances): Verdict {
  const { program, interrupt, limits } = circumstances
  if (outcome.kind === 'exit') return judgeExit(outcome.exit, circumstances)
  if (interrupt !== null) return { status: signalStatus(interrupt), message: null }
  if (outcome.kind === 'stopped')
    return { status: 2, message: `the world was stopped: ${describeStop(outcome.reason, program, limits)}` }
  return { status: 2, message: `nothing more will happen: ${program} ${describeWaiting(outcome.handles)}` }
}

/** Rewords Lab's reasons, which mention waits that a user of the command line doesn't know. */
function describeStop(reason: string, program: string, { packets }: RunLimits): string {
  if (/no world lasts longer|of its time/.test(reason))
    return `${program} was still running after ${LONGEST_MS / 60_000} min of the world's time, the most that a run lasts`
  if (reason.startsWith('more than') && reason.endsWith(count(packets, 'packet')))
    return `${program} ran until more than ${count(packets, 'packet')} had been sent; allow more with --limit packets=N`
  return reason
}

function judgeExit(
  { code, signal, reason }: Extract<Outcome, { kind: 'exit' }>['exit'],
  { program, interrupt, errors, limits }: Circumstances,
): Verdict {
  if (code !== null) return { status: code, message: code === 0 ? null : hintFor(errors, limits) }
  if (interrupt !== null) return { status: signalStatus(interrupt), message: null }
  const cause = reason === undefined ? `${signal}` : `it ${reason}`
  const more = signal === 'SIGABRT' && reason !== undefined ? '; allow more with --limit memory=SIZE' : ''
  return { status: signalStatus(signal ?? 'SIGKILL'), message: `${program} was ended: ${cause}${more}` }
}

/** What the command knows about an error that the program printed. */
function hintFor(errors: string, { descriptors }: RunLimits): string | null {
  const name = MISSING_PACKAGE.exec(errors)?.[1]
  if (name !== undefined)
    return `'${name}' is neither a file of the program's folder nor an installed package: try npm install ${name}`
  if (/\bEMFILE\b/.test(errors))
    return `a process may have ${count(descriptors, 'descriptor')} open; allow more with --limit descriptors=N`
  return null
}

/** Exit status as a shell reports it. */
function signalStatus(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}

function describeWaiting({ listeners, sockets, timers, readsInput }: Handles): string {
  const waits = [
    ...listeners.map(({ local }) => `a connection to ${formatEndpoint(local)}, which nobody in this world makes`),
    ...sockets.map(
      ({ proto, local, remote }) =>
        `${proto} data at ${formatEndpoint(local)}${remote ? ` from ${formatEndpoint(remote)}` : ''}`,
    ),
    ...(readsInput ? ['standard input'] : []),
    ...(timers > 0 ? ['a timer that is more than an hour away'] : []),
  ]
  return waits.length === 0 ? 'neither ends nor waits for anything' : `waits for ${waits.join(', and for ')}`
}

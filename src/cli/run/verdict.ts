import { constants } from 'node:os'
import type { Handles } from '../../runtime/lab/index.ts'
import { formatEndpoint } from '../../runtime/network/index.ts'
import type { Interrupt } from './interrupts.ts'
import type { Outcome } from './running-program.ts'

/** What the command ends with. */
export interface Verdict {
  status: number
  /** For standard error, when there is something to say. */
  message: string | null
}

/** A program that imports a package learns from Node that there is none; why is ours to say. */
const MISSING_PACKAGE = /Cannot find (?:package|module) '(?![./])([^']+)'/

/** The exit status, and what the person should know beside the program's own output. */
export function judge(outcome: Outcome, program: string, interrupt: Interrupt | null, errors: string): Verdict {
  if (outcome.kind === 'exit') return judgeExit(outcome.exit, program, interrupt, errors)
  if (interrupt !== null) return { status: signalStatus(interrupt), message: null }
  if (outcome.kind === 'stopped') return { status: 2, message: `the world was stopped: ${outcome.reason}` }
  return { status: 2, message: `nothing more will happen: ${program} ${describeWaiting(outcome.handles)}` }
}

function judgeExit(
  { code, signal, reason }: Extract<Outcome, { kind: 'exit' }>['exit'],
  program: string,
  interrupt: Interrupt | null,
  errors: string,
): Verdict {
  if (code !== null) {
    const name = code === 0 ? undefined : MISSING_PACKAGE.exec(errors)?.[1]
    const hint = `'${name}' is neither a file of the program's folder nor an installed package: try npm install ${name}`
    return { status: code, message: name === undefined ? null : hint }
  }
  if (interrupt !== null) return { status: signalStatus(interrupt), message: null }
  const cause = reason === undefined ? `${signal}` : `it ${reason}`
  return { status: signalStatus(signal ?? 'SIGKILL'), message: `${program} was ended: ${cause}` }
}

/** As a shell tells it. */
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

import { type Lab, LabError } from '../api/index.ts'
import type { LabPort, ServerMessage, StepRecord, WorldEvidence } from '../protocol.ts'
import { LabHandle } from './lab-handle.ts'
import { Session } from './session.ts'
import { supervise } from './supervise.ts'

/** What a runner holds beside the Lab that its tests get. */
export interface LabSession {
  readonly lab: Lab
  /**
   * Runs the body of a test. Throws what the body throws; MISUSE when it awaits something else while no Lab wait is pending;
   * after the body, the first failure that nobody awaited. Waits that are then still pending are given up.
   */
  supervise<T>(body: () => Promise<T>): Promise<T>
  /** The evidence log so far. */
  steps(): StepRecord[]
  /** What became of the world, for a report. */
  evidence(): Promise<WorldEvidence>
}

/** The test's side of a world at the other end of a port. */
export async function connectSession(port: LabPort): Promise<LabSession> {
  const session = await open(port)
  return {
    lab: new LabHandle(session),
    supervise: (body) => supervise(session, body),
    steps: () => session.log.records(),
    evidence: () => session.call<WorldEvidence>({ kind: 'look', on: 'lab', op: 'evidence', label: 'lab' }),
  }
}

/** The same for callers that need nothing but the Lab. */
export async function connectLab(port: LabPort): Promise<Lab> {
  return (await connectSession(port)).lab
}

function open(port: LabPort): Promise<Session> {
  return new Promise((resolve, reject) => {
    port.onMessage = (message) => {
      const { kind } = message as ServerMessage
      if (message.kind === 'opened') resolve(new Session(port, message.description))
      else if (message.kind === 'gone')
        reject(new LabError({ code: 'PLATFORM', expected: 'a world', seen: message.reason, at: 0, packets: [] }))
      else reject(new Error(`expected the world's description, got ${kind}`))
    }
    port.post({ kind: 'open' })
  })
}

import { type Command, type Hold, type Lab, LabError, type Process, type TcpPeer } from '../api/index.ts'
import type { LabPort, ServerMessage, StepRecord, WorldEvidence } from '../protocol.ts'
import { LabHandle } from './lab-handle.ts'
import { HoldHandle } from './link-handle.ts'
import { ProcessHandle } from './process-handle.ts'
import { Session } from './session.ts'
import { supervise } from './supervise.ts'
import { type TcpEnds, TcpPeerHandle } from './tcp-handles.ts'

/** A Lab and what its runner needs beyond it. */
export interface LabSession {
  readonly lab: Lab
  /**
   * Runs the body of a test. Throws what the body throws; MISUSE if it awaits something else while no Lab wait is
   * pending; after the body, the first failure that was not awaited. Waits still pending are then abandoned.
   */
  supervise<T>(body: () => Promise<T>): Promise<T>
  /** Returns the number of the first packet after `lab.begin()`; 1 without it. */
  firstPacket(): number
  /** Returns the evidence log so far. */
  steps(last?: number): StepRecord[]
  /** Returns the outcome of the world, for a report. */
  evidence(): Promise<WorldEvidence>
}

/** A session that continues a replayed run (`openReplay`), with handles to the objects that the run had opened. */
export interface ContinuedSession extends LabSession {
  /** Handle to a connection, a program or a hold, by the id of the command that made it (`JournalBatch`). */
  formerPeer(made: number, ends: TcpEnds): TcpPeer
  formerProcess(made: number, pid: number): Process
  formerHold(made: number): Hold
  /** Repeats an act of that run on the same object. Rejects if the world refuses it. */
  repeat(act: Command): Promise<unknown>
}

/** Connects to the world at the other end of a port. */
export async function connectSession(port: LabPort): Promise<ContinuedSession> {
  const session = await open(port)
  return {
    lab: new LabHandle(session),
    supervise: (body) => supervise(session, body),
    firstPacket: () => session.firstPacket,
    steps: (last) => session.log.records(last),
    evidence: () => session.call<WorldEvidence>({ kind: 'look', on: 'lab', op: 'evidence', label: 'lab' }),
    formerPeer: (made, ends) => new TcpPeerHandle(session, `#${made}`, `#${made}`, ends),
    formerProcess: (made, pid) => new ProcessHandle(session, `#${made}`, `#${made}`, pid),
    formerHold: (made) => new HoldHandle(session, `#${made}`, `#${made}`),
    repeat: ({ kind, on, op, args }) => session.call({ kind, on, op, args, label: on }),
  }
}

/** Connects for callers that need only the Lab. */
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

/**
 * The tests' worker: loads an exercise's test files, runs them against worlds in another frame, and reports. It never
 * runs a line of the learner's. Built to `generated/test-worker.js`.
 */
import { gradeSubmission, TestFileError, type WorldRequest } from '#grader/running/index.ts'
import { connectSession, type LabPort, type LabSession, messagePort } from '#lab'
import type { TestMessage, TestReport, TestStart } from '../protocol.ts'
import { compileFunction } from './compile-function.ts'

/** Open worlds by name, so that the death of one can be reported. */
const ports = new Map<string, LabPort>()
let opened = 0
/**
 * World of a recording: a failure is run repeatedly to make it smaller, and any of the runs may be the one that counts.
 */
const worldOf = new WeakMap<Uint8Array, string>()

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<TestStart>) => void) | null
}

scope.onmessage = (event) => {
  const port = event.ports[0]
  if (!port || event.data.kind !== 'start') return
  const post = (report: TestReport, transfer: Transferable[] = []) => port.postMessage(report, transfer)
  port.onmessage = (message: MessageEvent<TestMessage>) => tellGone(message.data)
  grade(event.data, post).catch((error) => post({ kind: 'failed', message: describe(error) }))
}

/**
 * Real time for all tests in a page. Nobody waits for them but the learner, who can stop them, and a page can't tell a slow device from a slow
 * program: the limit of a grade would fail right programs on old phones.
 */
const PRACTICE_MS = 10 * 60_000

async function grade(start: TestStart, post: (report: TestReport, transfer?: Transferable[]) => void): Promise<void> {
  const began = performance.now()
  const report = await gradeSubmission({
    ...start,
    backend: 'simulated',
    authority: 'practice',
    host: 'page',
    startedAt: new Date(),
    elapsedMs: () => performance.now() - began,
    compileFunction,
    submissionMs: PRACTICE_MS,
    reference: true,
    loops: { stopAfter: 1 },
    openWorld: (request) => openWorld(request, post),
    onTest: (result) => post({ kind: 'result', result }),
    onRecording: (test, pcapng) => {
      const world = worldOf.get(pcapng)
      if (world !== undefined) post({ kind: 'recorded', test, world, packets: countPackets(pcapng) })
    },
  })
  post({ kind: 'report', report })
}

/** Asks the page for a world; its Lab is served on the port passed along. */
async function openWorld(
  request: WorldRequest,
  post: (report: TestReport, transfer: Transferable[]) => void,
): Promise<LabSession> {
  const world = String(++opened)
  const { port1, port2 } = new MessageChannel()
  const port = messagePort(port1)
  ports.set(world, port)
  post({ kind: 'open', world, request }, [port2])
  const session = await connectSession(port)
  const { lab } = session
  const pcapng = lab.pcapng.bind(lab)
  lab.pcapng = async () => {
    const bytes = await pcapng()
    worldOf.set(bytes, world)
    return bytes
  }
  return session
}

const ENHANCED_PACKET = 6

/** Counts packets in one of our pcapng files: little-endian blocks, each with its type and length in front. */
function countPackets(file: Uint8Array): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  let packets = 0
  for (let at = 0; at + 8 <= file.length; at += view.getUint32(at + 4, true))
    if (view.getUint32(at, true) === ENHANCED_PACKET) packets++
  return packets
}

/** Reports a dead world to its waiting calls: it cannot do so itself. */
function tellGone({ world, reason }: TestMessage): void {
  ports.get(world)?.onMessage?.({ kind: 'gone', reason, code: 'EXITED' })
}

function describe(error: unknown): string {
  if (error instanceof TestFileError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

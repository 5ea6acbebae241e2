import type { Report, TestResult } from '#grader'
import type { WorldRecord } from '#lab'
import type { CallPlace } from '../recording/index.ts'
import { Frame } from './frame.ts'
import type { TestMessage, TestReport, TestStart, WorldRequest } from './protocol.ts'
import type { Sandbox } from './sandbox.ts'
import type { SandboxPool } from './sandbox-pool.ts'
import { testScript } from './scripts.ts'

export interface TestEvents {
  result: (result: TestResult) => void
  /** Recording of a test's world, up to the moment of its result. */
  recorded: (test: string, records: readonly WorldRecord[], places: readonly CallPlace[]) => void
  report: (report: Report) => void
  /** Our own code failed, or could not be loaded. */
  failed: (error: unknown) => void
}
/** Reasons given for a test whose program had to be stopped. */
export interface StopReasons {
  /** `printed`: lines of its world's programs. */
  stuck: (seconds: number, printed: number) => string
  memory: string
}

/** Real seconds that a program may block its world in a check. */
const PATIENCE = 5
const NEWLINE = 10

/**
 * Runs an exercise's tests: one frame for the tests, another for their worlds. A program that does not return, or uses
 * up the memory, costs its frame and fails its test; the next test gets a new frame.
 */
export class TestRunner {
  readonly #pool: SandboxPool
  readonly #events: TestEvents
  readonly #reasons: StopReasons
  readonly #records = new Map<string, WorldRecord[]>()
  readonly #places = new Map<string, CallPlace[]>()
  #frame: Frame | null = null
  #port: MessagePort | null = null
  #worlds: Promise<Sandbox> | null = null
  #sandbox: Sandbox | null = null
  /** The world opened last: the one that runs. */
  #current = ''
  /** Worlds of the running test. */
  readonly #opened: string[] = []
  /** Resolved when the last world's records have arrived: its test is not reported before. */
  #heard: Promise<void> = Promise.resolve()
  #isOver = false

  constructor(pool: SandboxPool, reasons: StopReasons, events: TestEvents) {
    this.#pool = pool
    this.#reasons = reasons
    this.#events = events
  }

  async start(start: TestStart): Promise<void> {
    try {
      this.#renewWorlds()
      const [script, frame] = await Promise.all([testScript(), Frame.create()])
      if (this.#isOver) return frame.remove()
      this.#frame = frame
      const { port1, port2 } = new MessageChannel()
      this.#port = port1
      frame.onReport = (report) => report.kind === 'worker-error' && this.#fail(new Error(report.message))
      port1.onmessage = (event: MessageEvent<TestReport>) => void this.#hear(event.data, event.ports[0])
      frame.startWorker('tests', script, start, [port2])
    } catch (error) {
      this.#fail(error)
    }
  }

  stop(): void {
    this.#isOver = true
    this.#frame?.remove()
    this.#sandbox?.close()
    this.#port?.close()
  }

  async #hear(report: TestReport, port: MessagePort | undefined): Promise<void> {
    if (report.kind === 'open' && port) return this.#open(report.world, report.request, port)
    // The next test's world may open before this result is reported.
    const over = report.kind === 'result' ? this.#opened.splice(0) : []
    if (report.kind === 'recorded') this.#heard = this.#sandbox?.caughtUp() ?? this.#heard
    await this.#heard
    if (this.#isOver) return
    if (report.kind === 'recorded') this.#tellRecorded(report.test, report.world, report.packets)
    else if (report.kind === 'result') {
      for (const world of over) this.#forget(world)
      this.#events.result(report.result)
    } else if (report.kind === 'report') {
      this.stop()
      this.#events.report(report.report)
    } else if (report.kind === 'failed') this.#fail(new Error(report.message))
  }

  #forget(world: string): void {
    this.#records.delete(world)
    this.#places.delete(world)
  }

  async #open(world: string, request: WorldRequest, port: MessagePort): Promise<void> {
    this.#opened.push(world)
    try {
      const sandbox = await this.#worlds
      if (this.#isOver || !sandbox) return
      this.#current = world
      sandbox.serveWorld(world, request, port)
    } catch (error) {
      this.#fail(error)
    }
  }

  /** A fresh frame for worlds, with its heartbeat watched. */
  #renewWorlds(): void {
    this.#sandbox?.close()
    this.#sandbox = null
    this.#worlds = this.#pool.take().then((sandbox) => {
      if (this.#isOver) sandbox.close()
      this.#sandbox = sandbox
      sandbox.watch({
        records: (world, records, places) => this.#keep(world, records, places),
        truncated: () => {},
        stuck: (seconds) => seconds >= PATIENCE && this.#giveUp(this.#reasons.stuck(seconds, this.#printed())),
        again: () => {},
        gone: () => this.#giveUp(this.#reasons.memory),
        refused: (world, request, port) => {
          this.#renewWorlds()
          void this.#open(world, request, port)
        },
        failed: (message) => this.#fail(new Error(message)),
      })
      return sandbox
    })
  }

  /** Stops the running program: its test fails, the others continue. */
  #giveUp(reason: string): void {
    const message: TestMessage = { kind: 'gone', world: this.#current, reason }
    this.#renewWorlds()
    this.#port?.postMessage(message)
  }

  /** Lines printed in the world that runs. */
  #printed(): number {
    let lines = 0
    for (const record of this.#records.get(this.#current) ?? [])
      if (record.kind === 'output') for (const byte of record.bytes) if (byte === NEWLINE) lines++
    return lines
  }

  #keep(world: string, records: WorldRecord[], places: CallPlace[]): void {
    const kept = this.#records.get(world)
    if (kept) for (const record of records) kept.push(record)
    else this.#records.set(world, records)
    if (places.length > 0) this.#places.set(world, [...(this.#places.get(world) ?? []), ...places])
  }

  #tellRecorded(test: string, world: string, packets: number): void {
    this.#events.recorded(test, upTo(packets, this.#records.get(world) ?? []), this.#places.get(world) ?? [])
  }

  #fail(error: unknown): void {
    if (this.#isOver) return
    this.stop()
    this.#events.failed(error)
  }
}

/** Events before the test's world was closed: closing it ends its processes, and those close their connections. */
function upTo(packets: number, records: readonly WorldRecord[]): WorldRecord[] {
  const next = records.findIndex((record) => record.kind === 'packet' && record.number > packets)
  const kept = next < 0 ? [...records] : records.slice(0, next)
  const isEnding = (record: WorldRecord) => record.kind === 'process' && record.exit?.signal === 'SIGKILL'
  while (kept.length > 0 && (isEnding(kept.at(-1)!) || kept.at(-1)!.kind === 'time')) kept.pop()
  return kept
}

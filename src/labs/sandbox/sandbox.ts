import { type LabPort, messagePort, type WorldRecord } from '#lab'
import type { Nanoseconds } from '#network'
import type { CallPlace } from '../recording/index.ts'
import { Frame } from './frame.ts'
import { Heartbeat } from './heartbeat.ts'
import { packagesFor } from './packages.ts'
import { unpackRecords } from './packed-records.ts'
import type { AddOnTexts, FrameReport, WorldMessage, WorldReport, WorldRequest, WorldStart } from './protocol.ts'

export interface SandboxEvents {
  /** Records of a world, in order. */
  records: (world: string, records: WorldRecord[], places: CallPlace[]) => void
  /** The recording of a world is full. */
  truncated: (world: string, at: Nanoseconds) => void
  /** A program has not returned for this many real seconds. */
  stuck: (seconds: number) => void
  again: () => void
  /** The frame died: it ran out of memory. Nothing more will arrive. */
  gone: () => void
  /** This world needs an unused sandbox. Never reported for a sandbox's first world. */
  refused?: (world: string, request: WorldRequest, port: MessagePort) => void
  /** Our own code failed. */
  failed: (message: string) => void
}

/** Source texts of the worker's scripts, and Node's library. */
export interface SandboxScripts {
  world: string
  library: string
  runtime: string
  loadDriver: WorldStart['loadDriver']
  /** Arrive after the rest. */
  addOns: Promise<AddOnTexts>
}

const BEAT = 250

/**
 * A frame with the world's worker. It serves one run or one check and is then discarded: removing the frame ends
 * everything in it, however stuck.
 */
export class Sandbox {
  readonly #frame: Frame
  readonly #port: MessagePort
  readonly #heartbeat: Heartbeat
  #timer: ReturnType<typeof setInterval> | null = null
  events: SandboxEvents | null = null
  /** Callers waiting for a mark, in order. */
  readonly #marks: (() => void)[] = []
  #isClosed = false

  private constructor(frame: Frame, port: MessagePort) {
    this.#frame = frame
    this.#port = port
    this.#heartbeat = new Heartbeat({
      now: () => performance.now(),
      ping: (number) => {
        frame.ping(number)
        this.#post({ kind: 'ping', number })
      },
      onStuck: (seconds) => this.events?.stuck(seconds),
      onAgain: () => this.events?.again(),
      onGone: () => this.events?.gone(),
    })
  }

  /** Creates a frame with the world's worker, ready to open worlds. */
  static async create(scripts: SandboxScripts): Promise<Sandbox> {
    const frame = await Frame.create()
    const { port1, port2 } = new MessageChannel()
    const sandbox = new Sandbox(frame, port1)
    const ready = new Promise<void>((resolve, reject) => {
      frame.onReport = (report) => report.kind === 'worker-error' && reject(new Error(report.message))
      port1.onmessage = (event: MessageEvent<WorldReport>) => {
        if (event.data.kind === 'ready') resolve()
        else if (event.data.kind === 'failed') reject(new Error(event.data.message))
      }
    })
    const { library, runtime, loadDriver } = scripts
    const start: WorldStart = { kind: 'start', library, runtime, loadDriver }
    frame.startWorker('world', scripts.world, start, [port2])
    try {
      await ready
    } catch (error) {
      frame.remove()
      throw error
    }
    port1.onmessage = (event: MessageEvent<WorldReport>) => sandbox.#hear(event.data, event.ports)
    frame.onReport = (report) => sandbox.#hearFrame(report)
    scripts.addOns.then((addOns) => sandbox.#post({ kind: 'add-ons', addOns }))
    return sandbox
  }

  /** Starts watching its heartbeat and reports. */
  watch(events: SandboxEvents): void {
    this.events = events
    this.#timer ??= setInterval(() => this.#heartbeat.beat(), BEAT)
  }

  /** Opens a world; returns the port that serves its Lab. */
  openWorld(world: string, request: WorldRequest): LabPort {
    const { port1, port2 } = new MessageChannel()
    this.serveWorld(world, request, port2)
    return messagePort(port1)
  }

  /** Opens a world whose Lab is served on a port with its other end elsewhere. */
  serveWorld(world: string, request: WorldRequest, port: MessagePort): void {
    const open = (packages: string[]) => {
      if (!this.#isClosed) this.#post({ kind: 'open', world, request, packages }, [port])
    }
    // Without a package nothing is fetched, and a world opens within this call.
    const packages = packagesFor(request)
    if (packages) packages.then(open, (error) => gone(port, error))
    else open([])
  }

  /**
   * Resolves when everything reported so far has arrived, or when the sandbox is closed. A world's answers use their
   * own port and may arrive before the records that led to them: the two ports have no common order.
   */
  caughtUp(): Promise<void> {
    if (this.#isClosed) return Promise.resolve()
    return new Promise((resolve) => {
      this.#marks.push(resolve)
      this.#post({ kind: 'mark' })
    })
  }

  /** Ends everything in it. */
  close(): void {
    this.#isClosed = true
    for (const resolve of this.#marks.splice(0)) resolve()
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.events = null
    this.#port.close()
    this.#frame.remove()
  }

  #hear(report: WorldReport, ports: readonly MessagePort[]): void {
    // Records arrive even from an endless loop; only an answer to a ping shows that the worker's event loop still
    // turns.
    if (report.kind === 'pong') this.#heartbeat.workerAnswered()
    else if (report.kind === 'mark') this.#marks.shift()?.()
    else if (report.kind === 'records') this.events?.records(report.world, unpackRecords(report.records), report.places)
    else if (report.kind === 'truncated') this.events?.truncated(report.world, report.at)
    else if (report.kind === 'refused') this.events?.refused?.(report.world, report.request, ports[0]!)
    else if (report.kind === 'failed') this.events?.failed(report.message)
  }

  #hearFrame(report: FrameReport): void {
    if (report.kind === 'pong') this.#heartbeat.frameAnswered()
    else if (report.kind === 'worker-error') this.events?.failed(`${report.worker}: ${report.message}`)
  }

  #post(message: WorldMessage, ports: MessagePort[] = []): void {
    this.#port.postMessage(message, ports)
  }
}

/** Tells the Lab's user that its world never opened. */
function gone(port: MessagePort, error: unknown): void {
  messagePort(port).post({ kind: 'gone', reason: error instanceof Error ? error.message : String(error) })
}

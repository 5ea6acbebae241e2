import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { BackendName, Report, TestResult } from '#grader'
import type { ReplayedWorld } from '#grader/running/index.ts'
import type { WorldRecipe } from '#lab'
import { runFlags } from '../container/index.ts'
import { DockerError, ensureImage, requireDocker } from '../image/index.ts'
import type { GradeOrder, HarnessMessage, ReplayJob } from '../job.ts'

/** Time beyond the exercise's own limits after which a container is given up. */
const LONGEST_MS = 15 * 60_000
/** Time for a harness to exit by itself after its input ends. */
const PATIENCE_MS = 3_000

/** Callbacks while a job is graded. A job that failed because the machine was busy is graded twice. */
export interface Progress {
  /** The name of its container. */
  onStart?: (container: string) => void
  onTest?: (result: TestResult) => void
  onRecording?: (test: string, pcapng: Uint8Array) => void
  onReplay?: (test: string, recipe: WorldRecipe) => void
}

/** Parameters for starting a container. */
export interface ContainerSource {
  image: string
  /** Driver of its control group: `cgroupfs` or `systemd`. */
  cgroupDriver: string
}

/** Returns this checkout's image, and builds it if it is missing. Throws a `DockerError` where Docker cannot be used. */
export async function containerSource(say: (line: string) => void): Promise<ContainerSource> {
  const [image, { cgroupDriver }] = await Promise.all([ensureImage(say), requireDocker()])
  return { image, cgroupDriver }
}

/**
 * A container for one submission, whose harness has booted and waits for a job. It takes one job and exits, so no submission
 * ever sees a container that another one used. When its input ends, by `end()` or because this process has died, the harness exits
 * at once and takes everything in the container with it.
 */
export class WarmContainer {
  readonly name = `ackademy-${randomUUID()}`
  readonly ended: Promise<void>
  readonly #docker: ChildProcessByStdio<Writable, Readable, Readable>
  /** Rejects when it ended before it was ready. */
  readonly #ready: Promise<void>
  #isWorking = false
  #hasEnded = false
  #complaint = ''
  #status: number | null = null
  #receive: (message: HarnessMessage) => void = () => {}

  /** `backend`: the one on which its job will probably be graded; the harness prepares for it. */
  constructor({ image, cgroupDriver }: ContainerSource, backend: BackendName) {
    const flags = runFlags({ memory: '1g', cpus: 2 }, cgroupDriver)
    // A process group of its own: Ctrl+C on the terminal goes to the command, which decides what happens to its containers.
    const docker = spawn('docker', [...flags, `--name=${this.name}`, image, backend], { stdio: 'pipe', detached: true })
    this.#docker = docker
    docker.stdin.on('error', () => {})
    docker.stderr.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk).slice(-4_000)
    })
    this.#ready = new Promise((resolve, reject) => {
      this.#receive = (message) => {
        if (message.kind === 'ready') resolve()
        else reject(message.kind === 'error' ? refusal(message.message) : this.#failure())
      }
      docker.on('error', reject)
      docker.on('close', () => reject(this.#failure()))
    })
    // The caller that takes the container gets this error.
    this.#ready.catch(() => {})
    this.ended = new Promise((resolve) =>
      docker.on('close', (status) => {
        this.#hasEnded = true
        this.#status = status
        resolve()
      }),
    )
    createInterface({ input: docker.stdout }).on('line', (line) => this.#receive(JSON.parse(line)))
    this.#holdsThisProcess(false)
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Resolves when its harness waits for a job. */
  async booted(): Promise<void> {
    this.#holdsThisProcess(true)
    await this.#ready
    this.#holdsThisProcess(this.#isWorking)
  }

  /** Grades one job, the only one, and then ends by itself. Throws a DockerError when the container ends without a report. */
  grade(order: GradeOrder, { onStart, onTest, onRecording, onReplay }: Progress): Promise<Report> {
    onStart?.(this.name)
    return this.#work<Report>(order, (message, resolve) => {
      if (message.kind === 'test') onTest?.(message.result)
      else if (message.kind === 'recording') onRecording?.(message.test, Buffer.from(message.pcapng, 'base64'))
      else if (message.kind === 'replay') onReplay?.(message.test, message.recipe)
      else if (message.kind === 'report') resolve(message.report)
    })
  }

  /** Replays a failure instead of grading. Throws a DockerError when that cannot be done. */
  replayWorld(job: ReplayJob): Promise<ReplayedWorld> {
    return this.#work<ReplayedWorld>(job, (message, resolve) => {
      if (message.kind === 'lived') resolve({ ladder: message.ladder, pcapng: Buffer.from(message.pcapng, 'base64') })
    })
  }

  async #work<T>(order: GradeOrder | ReplayJob, hear: (message: HarnessMessage, resolve: (result: T) => void) => void) {
    this.#isWorking = true
    this.#holdsThisProcess(true)
    const timer = setTimeout(() => this.kill(), LONGEST_MS)
    try {
      return await new Promise<T>((resolve, reject) => {
        const hearOfBoot = this.#receive
        this.#receive = (message) => {
          if (message.kind === 'ready') hearOfBoot(message)
          else if (message.kind === 'error') reject(refusal(message.message))
          else hear(message, resolve)
        }
        void this.ended.then(() => reject(this.#failure()))
        this.#docker.stdin.write(`${JSON.stringify(order)}\n`)
      })
    } finally {
      clearTimeout(timer)
      void this.end()
    }
  }

  /** Stops the container, whatever it is doing; resolves when it is gone. */
  async end(): Promise<void> {
    if (this.#hasEnded) return
    this.#holdsThisProcess(true)
    this.#docker.stdin.end()
    const timer = setTimeout(() => this.kill(), PATIENCE_MS)
    await this.ended
    clearTimeout(timer)
  }

  kill(): void {
    spawn('docker', ['kill', this.name], { stdio: 'ignore' }).on('error', () => {})
  }

  /** Lets the process exit while this container only waits; the container exits with it. */
  #holdsThisProcess(does: boolean): void {
    const { stdin, stdout, stderr } = this.#docker as unknown as Record<string, { ref(): void; unref(): void }>
    for (const handle of [this.#docker, stdin!, stdout!, stderr!]) does ? handle.ref() : handle.unref()
  }

  #failure(): DockerError {
    const said = this.#complaint.trim() || 'it said nothing'
    return new DockerError(`the grading container ended with status ${this.#status} and no answer: ${said}`)
  }
}

const refusal = (said: string) => new DockerError(`the harness could not go on: ${said}`)

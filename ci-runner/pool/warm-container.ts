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

/** Beyond the exercise's own limits: what a container may take before it is given up. */
const LONGEST_MS = 15 * 60_000
/** How long a harness has to end by itself when its input does. */
const PATIENCE_MS = 3_000

/** Called while a job is graded, which may be twice: what the machine had no time for is tried again. */
export interface Progress {
  /** The name of its container. */
  onStart?: (container: string) => void
  onTest?: (result: TestResult) => void
  onRecording?: (test: string, pcapng: Uint8Array) => void
  onReplay?: (test: string, recipe: WorldRecipe) => void
}

/** What a container is started from. */
export interface ContainerSource {
  image: string
  /** Who places its control group: `cgroupfs` or `systemd`. */
  cgroupDriver: string
}

/** This checkout's image, which is built where it is missing. Throws a `DockerError` where Docker cannot be used. */
export async function containerSource(say: (line: string) => void): Promise<ContainerSource> {
  const [image, { cgroupDriver }] = await Promise.all([ensureImage(say), requireDocker()])
  return { image, cgroupDriver }
}

/**
 * A container for one submission, whose harness has booted and waits for a job. It takes one job and ends: nothing of a submission is
 * ever in a container that another one sees. Its input is its life line: when that ends, by `end()` or because this process has
 * died, the harness ends at once and takes everything in the container with it.
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

  /** `backend`: on which its job will probably be graded; it makes ready for that. */
  constructor({ image, cgroupDriver }: ContainerSource, backend: BackendName) {
    const flags = runFlags({ memory: '1g', cpus: 2 }, cgroupDriver)
    // A process group of its own: Ctrl+C on the terminal is for the command, which decides what becomes of its containers.
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
    // Whoever takes it hears of it then.
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

  /** Lives a failure again, instead of a grading. Throws a DockerError when that cannot be done. */
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

  /** Ends it, whatever it does; resolves when it is gone. */
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

  /** One that only waits must not keep a command from ending; the command's end is then its own. */
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

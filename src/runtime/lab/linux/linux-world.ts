import type { Nanoseconds, Network, NetworkDescription } from '../../network/index.ts'
import type { Program, RunResult } from '../../node/index.ts'
import { buildLinuxNetwork, type LinuxNetwork } from './linux-network.ts'
import { LinuxProcess, type ProgramLauncher } from './linux-process.ts'
import { Poller } from './poller.ts'
import { RealClock } from './real-clock.ts'

/** What a world of real kernels is opened with. */
export interface LinuxWorldOptions {
  description: NetworkDescription
  seed: number
  launcher: ProgramLauncher
  /** Bytes of output that are kept of one process. */
  outputBytes: number
}

/** A world on real kernels and real time, driven as the simulated one is. */
export class LinuxWorld {
  readonly network: Network<RealClock>
  readonly processes: LinuxProcess[] = []
  readonly #options: LinuxWorldOptions
  readonly #linux: LinuxNetwork
  readonly #poller: Poller
  readonly #clock = new RealClock()
  #wake: (() => void) | null = null

  constructor(options: LinuxWorldOptions) {
    this.#options = options
    const noticed = () => this.#wake?.()
    this.#poller = new Poller(noticed)
    this.#clock.onEvent = noticed
    this.#linux = buildLinuxNetwork(options.description, options.seed, this.#clock, this.#poller)
    this.network = this.#linux.network
  }

  /** Starts a program on a host; it is a jailed process from here on. */
  start(hostName: string, program: Program): LinuxProcess {
    const host = this.#linux.hosts.get(hostName)
    if (!host) throw new RangeError(`There is no host ${hostName}`)
    const process = new LinuxProcess(
      host,
      program,
      this.#options.launcher,
      this.#options.outputBytes,
      () => this.#clock.now,
    )
    process.onChange = () => this.#wake?.()
    this.processes.push(process)
    return process
  }

  /**
   * Real time passes until `done()` is true, looked at after everything that happens here: a descriptor became ready, a frame
   * arrived, a process wrote or ended. What happens inside the kernels alone is looked at every millisecond.
   */
  async runUntil(done: () => boolean, limit: Nanoseconds): Promise<RunResult> {
    while (!done()) {
      const left = limit - this.#clock.now
      if (left <= 0) return 'limit'
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(1, left / 1e6))
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = null
    }
    return 'done'
  }

  /** Ends every process and frees the namespaces. */
  async close(): Promise<void> {
    for (const process of this.processes) process.kill('SIGKILL')
    await Promise.all(this.processes.map((process) => process.ended))
    this.#clock.stop()
    await this.#poller.close()
    this.#linux.close()
  }
}

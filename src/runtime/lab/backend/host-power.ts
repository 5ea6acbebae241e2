import type { LinkTools } from './link-tools.ts'
import type { Processes, StartedProcess } from './processes.ts'
import type { BackendWorld } from './world.ts'

interface Outage {
  restore: () => void
  /** Programs that ran on it, in order. */
  programs: readonly StartedProcess[]
}

/** Powers hosts off and on. Nothing that such a host had in progress leaves it: no FIN, no RST. */
export class HostPower {
  readonly #world: BackendWorld
  readonly #links: LinkTools
  readonly #processes: Processes
  readonly #off = new Map<string, Outage>()

  constructor(world: BackendWorld, links: LinkTools, processes: Processes) {
    this.#world = world
    this.#links = links
    this.#processes = processes
  }

  get isPossible(): boolean {
    return this.#world.losePower !== null
  }

  /** Powers a host off; no effect if it is off. */
  off(hostName: string): void {
    if (this.#off.has(hostName)) return
    const restore = this.#links.isolate(hostName)
    const programs = this.#processes.runningOn(hostName)
    this.#off.set(hostName, { restore, programs })
    this.#world.losePower?.(hostName)
    for (const program of programs) this.#processes.kill(program, 'SIGKILL')
  }

  /** Boots a host with nothing running; with `programs`, its programs are started again. */
  async on(hostName: string, programs: boolean): Promise<void> {
    const outage = this.#off.get(hostName)
    if (!outage) return
    this.#off.delete(hostName)
    outage.restore()
    if (programs) for (const program of outage.programs) await this.#processes.startAgain(program)
  }
}

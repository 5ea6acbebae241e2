import { isLabError, type Lab, type Parameters, type TimelineEvent } from '#lab'
import type { Fault, LoadedScenario, Repair } from './scenario/index.ts'

/** Parameters of a scenario's world. */
export interface WorldStart {
  topology: { file: string; text: string }
  params: Parameters
  seed: number
  files: { submission: Record<string, string> }
}

export interface OpenedWorld {
  lab: Lab
  close(): void | Promise<void>
}

/** Opens worlds: in a page's frame, or in this process. */
export type OpenWorld = (start: WorldStart) => Promise<OpenedWorld>

/** One use of the client program. */
export interface Attempt {
  works: boolean
  /** What it printed, errors last. */
  output: string
  /** Its status, or null if it did not end in time and was interrupted. */
  status: number | null
}

/** A world of a scenario: its services run, and its fault or its mended fault is in it. */
export class ScenarioWorld {
  readonly lab: Lab
  readonly #scenario: LoadedScenario
  readonly #env: Record<string, string>
  readonly #opened: OpenedWorld

  private constructor(scenario: LoadedScenario, opened: OpenedWorld, params: Parameters) {
    this.#scenario = scenario
    this.#opened = opened
    this.#env = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
    this.lab = opened.lab
  }

  /** Opens the world with a fault, and with a repair of it if one is given; without a fault all is well. */
  static async open(
    scenario: LoadedScenario,
    seed: number,
    open: OpenWorld,
    fault: Fault | null,
    repair: Repair | null = null,
  ): Promise<ScenarioWorld> {
    const changes = { ...fault?.set, ...repair?.set }
    const files = { submission: scenario.programs }
    const opened = await open({ topology: scenario.world, params: changes, seed, files })
    const world = new ScenarioWorld(scenario, opened, { ...scenario.parameters, ...changes })
    try {
      await world.#start(fault === null || repair?.prevents.includes(fault.id) ? [] : fault.events)
    } catch (error) {
      await opened.close()
      throw error
    }
    return world
  }

  async #start(events: Fault['events']): Promise<void> {
    const { services, client, nameserver } = this.#scenario
    for (const host of new Set([...services.map((one) => one.host), client.host])) {
      if (nameserver !== undefined)
        await this.lab.host(host).writeFile('/etc/resolv.conf', `nameserver ${nameserver}\n`)
    }
    for (const { host, program, listens } of services)
      await this.lab.host(host).run(program, { env: this.#env, ...(listens !== undefined && { listens }) })
    if (events.length > 0) await this.lab.timeline(events as TimelineEvent[])
  }

  /** Runs the client as the user does: to its end, or until the user's patience ends. */
  async useClient(): Promise<Attempt> {
    const { host, program, within } = this.#scenario.client
    const process = await this.lab.host(host).run(program, { env: this.#env })
    const status = await process.exited({ within: within as '1s' }).then(
      ({ code }) => code,
      async (error) => {
        if (!isLabError(error) || error.code !== 'TIMEOUT') throw error
        await process.kill('SIGINT')
        return null
      },
    )
    const { stdout, stderr } = await process.output()
    // Packets still in flight (an acknowledgment, a FIN) belong to the picture.
    await this.lab.clock.advance('1s')
    return { works: status === 0, output: stdout + stderr, status }
  }

  async close(): Promise<void> {
    await this.#opened.close()
  }
}

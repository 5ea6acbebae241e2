import { didYouMean } from '#lab'
import { hash32 } from '#network'
import { disproofOf, type Proof, proofOf } from './evidence.ts'
import type { Fault, LoadedScenario, Repair } from './scenario/index.ts'
import { runTool } from './tools/index.ts'
import { type Attempt, type OpenWorld, ScenarioWorld } from './world.ts'

/** The three parts of a verdict. */
export const PARTS = ['name', 'proof', 'repair'] as const
export type Part = (typeof PARTS)[number]
/** Points of a part at the first try, and at a later one. */
export const POINTS = { first: 2, later: 1 } as const
export const MOST_POINTS = 3 * POINTS.first
/** What each opened hint takes off the points. */
export const HINT_COST = 1

/** A hint: a sentence of the scenario, or at last the place where a packet of the proof is sent. */
export type Hint = { kind: 'text'; text: string } | { kind: 'place'; from: string; to: string }

/** What a learner says the fault is, and the packets that prove it. */
export interface Diagnosis {
  fault: string
  packets: readonly number[]
}

export interface DiagnosisVerdict {
  isRight: boolean
  /** How the fault explains the complaint; null while it is not named. */
  because: string | null
  /** A packet that speaks against the named fault, if one was sent. */
  against: { says: string; packet: number } | null
  /** Null while the fault is not named. */
  proof: Proof | null
}

/** A repair, measured: the world with the same fault and this change, and what the client then did. */
export interface RepairVerdict {
  works: boolean
  attempt: Attempt
}

/** Draws the fault of a scenario from a seed. */
export function drawFault({ id, faults }: LoadedScenario, seed: number): Fault {
  return faults[hash32(seed, `surprise ${id}`, 0) % faults.length]!
}

/** Draws one of several scenarios from a seed. */
export function drawScenario<S extends { id: string }>(scenarios: readonly S[], seed: number): S {
  return scenarios[hash32(seed, 'surprise', 0) % scenarios.length]!
}

/** One learner's work on one scenario: a world with a hidden fault, tools, and the grade. The seed decides everything. */
export class Investigation {
  readonly scenario: LoadedScenario
  readonly seed: number
  readonly #open: OpenWorld
  readonly #fault: Fault
  readonly #world: ScenarioWorld
  readonly #tries: Record<Part, number> = { name: 0, proof: 0, repair: 0 }
  readonly #points: Record<Part, number> = { name: 0, proof: 0, repair: 0 }
  readonly #done = new Set<Part>()
  #gaveUp = false
  readonly #hints: Hint[] = []
  /** What the user saw at the start. */
  readonly complaint: Attempt

  private constructor(
    scenario: LoadedScenario,
    seed: number,
    open: OpenWorld,
    world: ScenarioWorld,
    complaint: Attempt,
  ) {
    this.scenario = scenario
    this.seed = seed
    this.#open = open
    this.#fault = drawFault(scenario, seed)
    this.#world = world
    this.complaint = complaint
  }

  /** Opens the world with the drawn fault and lets the user try once. */
  static async begin(scenario: LoadedScenario, seed: number, open: OpenWorld): Promise<Investigation> {
    const world = await ScenarioWorld.open(scenario, seed, open, drawFault(scenario, seed))
    try {
      return new Investigation(scenario, seed, open, world, await world.useClient())
    } catch (error) {
      await world.close()
      throw error
    }
  }

  get lab() {
    return this.#world.lab
  }

  /** Runs a command line on a node and returns what it prints. */
  async command(host: string, line: string): Promise<string> {
    const { shells, client, nameserver } = this.scenario
    if (!shells.includes(host)) {
      const known = shells.join(', ')
      return `${host}: no shell there, expected one of ${known}${didYouMean(host, shells)}\n`
    }
    if (line.trim() === `node ${client.program}` && host === client.host) return (await this.#world.useClient()).output
    const programs = host === client.host ? [`node ${client.program}`] : []
    return runTool({ lab: this.lab, host, nameserver: nameserver ?? null, programs }, line)
  }

  /** Grades a name and its proof. A wrong name says what speaks against it, and nothing of the proof. */
  async diagnose({ fault: id, packets }: Diagnosis): Promise<DiagnosisVerdict> {
    const named = this.scenario.faults.find((fault) => fault.id === id)
    if (!named) throw new RangeError(unknown('fault', id, this.scenario.faults))
    const isRight = named.id === this.#fault.id
    this.#score('name', isRight)
    if (!isRight) return { isRight, because: null, against: await disproofOf(this.lab, named), proof: null }
    const proof = await proofOf(this.lab, this.#fault, packets)
    this.#score('proof', proof.isComplete)
    return { isRight, because: this.#fault.because, against: null, proof }
  }

  /** Makes the same world again with the repair in it, and runs the client there. */
  async mend(id: string): Promise<RepairVerdict> {
    const repair = this.scenario.repairs.find((one) => one.id === id)
    if (!repair) throw new RangeError(unknown('repair', id, this.scenario.repairs))
    const attempt = await tryRepair(this.scenario, this.seed, this.#open, this.#fault, repair)
    this.#score('repair', attempt.works)
    return { works: attempt.works, attempt }
  }

  /** Opens the next hint; null if there are no more. */
  openHint(): Hint | null {
    const { hints } = this.scenario
    const text = hints[this.#hints.length]
    if (this.hintsLeft === 0) return null
    const { from, to } = this.#fault.proof[0]!
    const hint: Hint = text === undefined ? { kind: 'place', from, to } : { kind: 'text', text }
    this.#hints.push(hint)
    return hint
  }

  get hintsLeft(): number {
    return this.scenario.hints.length + 1 - this.#hints.length
  }

  /** The hints opened so far. */
  get hints(): readonly Hint[] {
    return this.#hints
  }

  /** Names the fault, without points from then on. */
  giveUp(): Fault {
    this.#gaveUp = true
    return this.#fault
  }

  isDone(part: Part): boolean {
    return this.#done.has(part)
  }

  /** Points so far, of `MOST_POINTS`: those of the parts, less the hints. */
  get points(): number {
    const earned = Object.values(this.#points).reduce((sum, points) => sum + points, 0)
    return Math.max(0, earned - HINT_COST * this.#hints.length)
  }

  /** Points of a part, before the hints are taken off. */
  pointsOf(part: Part): number {
    return this.#points[part]
  }

  get isSolved(): boolean {
    return PARTS.every((part) => this.#done.has(part))
  }

  get hasGivenUp(): boolean {
    return this.#gaveUp
  }

  #score(part: Part, isRight: boolean): void {
    if (this.#done.has(part)) return
    this.#tries[part]++
    if (!isRight) return
    this.#done.add(part)
    if (!this.#gaveUp) this.#points[part] = this.#tries[part] === 1 ? POINTS.first : POINTS.later
  }

  close(): Promise<void> {
    return this.#world.close()
  }
}

/** Runs the client in a world with the fault and the repair. */
export async function tryRepair(
  scenario: LoadedScenario,
  seed: number,
  open: OpenWorld,
  fault: Fault | null,
  repair: Repair | null,
): Promise<Attempt> {
  const world = await ScenarioWorld.open(scenario, seed, open, fault, repair)
  try {
    return await world.useClient()
  } finally {
    await world.close()
  }
}

function unknown(what: string, id: string, known: readonly { id: string }[]): string {
  const ids = known.map((one) => one.id)
  return `unknown ${what} "${id}", expected one of ${ids.join(', ')}${didYouMean(id, ids)}`
}

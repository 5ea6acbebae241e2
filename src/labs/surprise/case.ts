import { computed, signal } from '@preact/signals'
import {
  type Attempt,
  type DiagnosisVerdict,
  type Hint,
  Investigation,
  MOST_POINTS,
  type RepairVerdict,
} from '#grader/surprise/index.ts'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { Recording } from '../recording/index.ts'
import { siteAddress } from '../site/index.ts'
import { CommandHistory } from './command-history.ts'
import { type PlayedWorld, WorldOpener } from './open-worlds.ts'
import type { PublishedScenario } from './published-scenario.ts'
import { unpackScenario } from './scenario-pack.ts'

/** A command and what it printed; null while it runs. */
export interface Entry {
  line: string
  output: string | null
}

/** A named fault with its verdict. */
export interface Named {
  name: string
  hasPackets: boolean
  verdict: DiagnosisVerdict
}

/** A repair that was tried. */
export interface Tried {
  name: string
  verdict: RepairVerdict
}

/** One learner's case: the state of the page, and the acts on its worlds, one after another. */
export class Case {
  readonly scenario: PublishedScenario
  readonly seed: number
  readonly phase = signal<'opening' | 'ready' | 'failed'>('opening')
  /** Why nothing goes on, as a sentence. */
  readonly failure = signal('')
  /** What the page waits for. */
  readonly busy = signal<'tool' | 'diagnosis' | 'repair' | null>(null)
  readonly complaint = signal<Attempt | null>(null)
  readonly broken = signal<Recording | null>(null)
  /** The world of the last repair. */
  readonly mended = signal<Recording | null>(null)
  readonly shows = signal<'broken' | 'mended'>('broken')
  readonly selected = signal<number | null>(null)
  /** Numbers of the packets that prove the fault. */
  readonly proof = signal<readonly number[]>([])
  /** The current time; null for the end. */
  readonly moment = signal<Nanoseconds | null>(null)
  readonly entries: ReadonlyMap<string, ReturnType<typeof signal<readonly Entry[]>>>
  readonly histories: ReadonlyMap<string, CommandHistory>
  readonly named = signal<Named | null>(null)
  readonly tried = signal<Tried | null>(null)
  readonly hints = signal<readonly Hint[]>([])
  /** Changes with every act that may change the grade. */
  readonly #acts = signal(0)
  readonly gaveUp = signal<{ name: string; because: string } | null>(null)
  /** Named, proven and mended, or given up: what became of every frame may be shown. */
  readonly isOver = computed(() => this.gaveUp.value !== null || this.grade.value.isSolved)
  readonly grade = computed(() => {
    this.#acts.value
    const one = this.#investigation
    return {
      points: one?.points ?? 0,
      of: MOST_POINTS,
      parts: {
        name: one?.pointsOf('name') ?? 0,
        proof: one?.pointsOf('proof') ?? 0,
        repair: one?.pointsOf('repair') ?? 0,
      },
      isDone: {
        name: one?.isDone('name') ?? false,
        proof: one?.isDone('proof') ?? false,
        repair: one?.isDone('repair') ?? false,
      },
      isSolved: one?.isSolved ?? false,
      hintsLeft: one?.hintsLeft ?? 0,
    }
  })
  readonly #opener: WorldOpener
  #investigation: Investigation | null = null
  #world: PlayedWorld | null = null
  #repaired: PlayedWorld | null = null

  constructor(scenario: PublishedScenario, seed: number) {
    this.scenario = scenario
    this.seed = seed
    this.entries = new Map(scenario.shells.map((host) => [host, signal<readonly Entry[]>([])]))
    this.histories = new Map(scenario.shells.map((host) => [host, new CommandHistory()]))
    this.#opener = new WorldOpener(scenario.topology.ports, (world) => this.#opened(world))
  }

  #opened(world: PlayedWorld): void {
    if (this.#world === null) {
      this.#world = world
      this.broken.value = world.recording
    } else this.#repaired = world
  }

  /** Fetches the scenario, opens its world and lets the user try once. */
  async begin(): Promise<void> {
    try {
      const answer = await fetch(siteAddress(this.scenario.file))
      if (!answer.ok) throw new Error(strings.surprise.notFetched(answer.status))
      const scenario = await unpackScenario(await answer.text())
      this.#investigation = await this.#race(Investigation.begin(scenario, this.seed, this.#opener.open))
      await this.#world?.caughtUp()
      this.complaint.value = this.#investigation.complaint
      this.phase.value = 'ready'
      this.#acts.value++
    } catch (error) {
      this.#failed(error)
    }
  }

  /** Runs a command line on a node. */
  async command(host: string, line: string): Promise<void> {
    const entries = this.entries.get(host)
    if (!entries || this.busy.value !== null) return
    this.histories.get(host)?.add(line)
    if (line.trim() === 'clear') {
      entries.value = []
      return
    }
    const before = entries.value ?? []
    entries.value = [...before, { line, output: null }]
    await this.#act('tool', async (one) => {
      const output = await one.command(host, line)
      entries.value = [...before, { line, output }]
    })
  }

  toggleProof(number: number): void {
    const { value } = this.proof
    this.proof.value = value.includes(number)
      ? value.filter((one) => one !== number)
      : [...value, number].sort((a, b) => a - b)
  }

  /** Grades a name and the selected packets. */
  diagnose(fault: string): Promise<void> {
    const packets = this.proof.value
    return this.#act('diagnosis', async (one) => {
      const verdict = await one.diagnose({ fault, packets })
      this.named.value = { name: nameOf(this.scenario.faults, fault), hasPackets: packets.length > 0, verdict }
    })
  }

  /** Makes the world again with a repair in it, and lets the user try there. */
  mend(repair: string): Promise<void> {
    return this.#act('repair', async (one) => {
      this.#repaired = null
      const verdict = await one.mend(repair)
      const played = this.#repaired as PlayedWorld | null
      this.mended.value = played?.recording ?? null
      this.tried.value = { name: nameOf(this.scenario.repairs, repair), verdict }
    })
  }

  hint(): void {
    this.#investigation?.openHint()
    this.hints.value = [...(this.#investigation?.hints ?? [])]
    this.#acts.value++
  }

  giveUp(): void {
    const fault = this.#investigation?.giveUp()
    if (fault) this.gaveUp.value = { name: fault.name, because: fault.because }
    this.#acts.value++
  }

  /** Shows a packet of the broken world. */
  show(number: number): void {
    this.shows.value = 'broken'
    this.selected.value = number
    this.moment.value = null
  }

  close(): void {
    this.#opener.close()
  }

  /** One act at a time: each lets the world's clock run. */
  async #act(kind: NonNullable<Case['busy']['value']>, act: (one: Investigation) => Promise<void>): Promise<void> {
    const one = this.#investigation
    if (one === null || this.busy.value !== null || this.phase.value !== 'ready') return
    this.busy.value = kind
    try {
      await this.#race(act(one))
      await this.#world?.caughtUp()
      if (kind === 'tool') {
        this.moment.value = null
        this.shows.value = 'broken'
      }
    } catch (error) {
      this.#failed(error)
    } finally {
      this.busy.value = null
      this.#acts.value++
    }
  }

  #race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#opener.trouble])
  }

  #failed(error: unknown): void {
    this.failure.value = error instanceof Error ? error.message : String(error)
    this.phase.value = 'failed'
  }
}

const nameOf = (all: readonly { id: string; name: string }[], id: string): string =>
  all.find((one) => one.id === id)?.name ?? id

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Files, Lab, LabErrorData, Schedule, WorldLimits } from '../api/index.ts'
import type { LabSession } from '../client/index.ts'
import type { WorldRecord } from '../protocol.ts'

/** A spec's requirements for its world. */
export interface WorldWish {
  /** Name and text of a topology file. */
  topology: { file: string; text: string }
  params: Record<string, string | number | boolean>
  submission: Files
  programs: Files
  seed: number
  schedule?: Schedule
  limits?: WorldLimits
  observe?: (records: WorldRecord[]) => void
}

/** A backend under test. */
export interface BackendUnderTest {
  name: string
  open(wish: WorldWish): Promise<LabSession>
  /** Specs that it does not pass, by their names, each with its reason. */
  skip?: { test: string; reason: string }[]
}

/** One group of the suite. */
export type SpecGroup = (spec: Spec) => void
export type Spec = (
  name: string,
  wish: Partial<WorldWish> & { topologyName?: string },
  body: (world: OpenWorld) => Promise<void>,
) => void
export interface OpenWorld extends LabSession {
  lab: Lab
}

const content = (name: string) => ({
  file: `${name}.yaml`,
  text: readFileSync(new URL(`../../../../content/topologies/${name}.yaml`, import.meta.url), 'utf8'),
})

/** Runs groups of specs against a backend: a fresh world for each, its body watched over, closed afterwards. */
export function runSpecs(backend: BackendUnderTest, title: string, group: SpecGroup): void {
  describe(`${backend.name}: ${title}`, () => {
    group((name, { topologyName = 'wire', ...wish }, body) => {
      const skipped = backend.skip?.find((entry) => entry.test === name)
      test.skipIf(skipped)(skipped ? `${name} (skipped: ${skipped.reason})` : name, async ({ skip }) => {
        const defaults = { topology: content(topologyName), params: {}, submission: {}, programs: {}, seed: 7 }
        let tooBusy: string | null = null
        for (let i = 0; i < MOST_ATTEMPTS; i++) {
          tooBusy = await runOnce(await backend.open({ ...defaults, ...wish }), body)
          if (tooBusy === null) return
        }
        if (process.env.ACKADEMY_NO_SKIP === '1') throw new Error(`${tooBusy}, and skipping is forbidden here`)
        skip(tooBusy!)
      })
    })
  })
}

/** How often a spec is tried where the machine, shared with others, has no time for a world on a real clock. */
const MOST_ATTEMPTS = 3

/**
 * Milliseconds that a world on a real clock was late, as it sees itself, from which on a failure is looked at again: kernels and programs beside it
 * were late too, and nobody sees by how much. What fails each time fails.
 */
const NOTICEABLE_LAG = 5

/** Throws what fails. A failure that a busy machine may have caused is none: then the reason is returned. */
async function runOnce(session: LabSession, body: (world: OpenWorld) => Promise<void>): Promise<string | null> {
  const { lab } = session
  try {
    await session.supervise(() => body(session))
    return null
  } catch (error) {
    const { lagMs, at } = await session.evidence()
    if (lagMs < NOTICEABLE_LAG) throw error
    const late = `the world was ${Math.round(lagMs)} ms late after ${Math.round(at)} ms`
    return `the machine was too busy (${late}): ${(error as Error).message}`
  } finally {
    await lab.close()
  }
}

/** What `look` sees, once there are so many of it or when five seconds have passed: kernels and busy machines take longer than links. */
export async function seen<One>(lab: Lab, count: number, look: () => Promise<One[]>): Promise<One[]> {
  let all = await look()
  for (let rounds = 0; rounds < 100 && all.length < count; rounds++) {
    await lab.clock.advance('50ms')
    all = await look()
  }
  return all
}

/** A time is what it should be, as far as the backend can tell. */
export function expectAbout(lab: Lab, actual: number, expected: number): void {
  expect(Math.abs(actual - expected), `${actual} ms instead of ${expected} ms`).toBeLessThanOrEqual(
    lab.clock.tolerance(expected),
  )
}

/** The error of a wait that must fail. */
export async function failureOf(operation: Promise<unknown>): Promise<LabErrorData & { message: string }> {
  try {
    await operation
  } catch (error) {
    return error as never
  }
  throw new Error('expected the operation to fail, but it did not')
}

/** Every scenario with every fault: the complaint is real, the proof exists, other diagnoses are refused, repairs mend. */
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import {
  type Fault,
  type LoadedScenario,
  type Repair,
  ScenarioWorld,
  sightingsOf,
  tryRepair,
} from '#grader/surprise/index.ts'
import { readScenario } from '#grader/surprise/scenario/index.ts'
import { openHere } from './open-here.ts'
import { proofNumbers } from './proof-numbers.ts'

vi.setConfig({ testTimeout: 120_000 })
const SEED = 5

const scenarios = globSync('content/surprise/*.yaml')
  .sort()
  .map((file) => ({ file, scenario: readScenario(file, readFileSync(file, 'utf8')) }))

test('there are six to begin with, each in a file of its name', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(6)
  for (const { file, scenario } of scenarios) expect(basename(file, '.yaml')).toBe(scenario.id)
})

describe.each(scenarios)('$scenario.id', ({ scenario }) => {
  test('the client works when there is no fault', async () => {
    expect(await tryRepair(scenario, SEED, openHere, null, null)).toMatchObject({ works: true })
  })

  describe.each(scenario.faults)('$id', (fault) => {
    test('the client fails, the evidence is in the capture, and proves no other fault', async () => {
      const world = await ScenarioWorld.open(scenario, SEED, openHere, fault)
      try {
        expect(await world.useClient()).toMatchObject({ works: false })
        expect(await proofNumbers(world.lab, fault)).not.toBeNull()
        for (const { filter } of await disproofs(world, fault)) expect.fail(`disproves itself: ${filter}`)
        for (const other of scenario.faults.filter((one) => one !== fault))
          expect([other.id, await proofNumbers(world.lab, other)]).toEqual([other.id, null])
      } finally {
        await world.close()
      }
    })

    test('the repairs that mend it are those that the file names', async () => {
      const mends = async (repair: Repair) => (await tryRepair(scenario, SEED, openHere, fault, repair)).works
      const found: string[] = []
      for (const repair of scenario.repairs) if (await mends(repair)) found.push(repair.id)
      expect(found).toEqual(inOrder(scenario, fault))
    })
  })
})

async function disproofs(world: ScenarioWorld, fault: Fault) {
  const found = []
  for (const one of fault.disproof) if ((await sightingsOf(world.lab, one)).length > 0) found.push(one)
  return found
}

const inOrder = ({ repairs }: LoadedScenario, { mendedBy }: Fault) =>
  repairs.map(({ id }) => id).filter((id) => mendedBy.includes(id))

import { expect, test } from 'vitest'
import { loadedScenarios, publishedScenarios } from '../publishing/index.ts'
import { packScenario } from './index.ts'
import { unpackScenario } from './scenario-pack.ts'

const all = loadedScenarios()

/** Texts that tell one fault from the others. */
const secretsOf = ({ faults }: (typeof all)[number]) =>
  faults.flatMap(({ because, proof, never, disproof }) => [
    because,
    ...[...proof, ...never, ...disproof].flatMap(({ says, filter }) => [says, filter]),
  ])

test.each(all)('$id comes out of its file as it went in, and the file spells nothing of it', async (scenario) => {
  const text = await packScenario(scenario)
  expect(await unpackScenario(text)).toEqual(scenario)
  expect(text).toMatch(/^[\w+/=]+$/)
})

test.each(publishedScenarios())('the page of $id has its choices, and nothing that tells them apart', (published) => {
  const scenario = all.find(({ id }) => id === published.id)!
  const text = JSON.stringify(published)
  for (const secret of secretsOf(scenario)) expect(text).not.toContain(JSON.stringify(secret).slice(1, -1))
  expect(published.faults).toEqual(scenario.faults.map(({ id, name }) => ({ id, name })))
  expect(Object.keys(published).sort()).toEqual(
    [
      ...['addresses', 'client', 'difficulty', 'faults', 'file', 'id', 'next', 'repairs', 'report', 'shells', 'title'],
      'topology',
    ].sort(),
  )
})

/** Agreement of docs/lab-backends.md with each backend's own capabilities. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Capability } from '#grader/exercise/index.ts'
import { LINUX_CAPABILITIES } from '#lab/linux/index.ts'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { SIMULATED_CAPABILITIES } from '#lab/simulated/index.ts'

const page = readFileSync(new URL('../../docs/lab-backends.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| `([\w.-]+)` \|.*\| (yes|no) \| (yes|no) \|$/gm)].map(([, name, ...says]) => ({
  name: name!,
  simulated: says[0] === 'yes',
  linux: says[1] === 'yes',
}))

test('every capability has a row, which agrees with each backend', () => {
  const names = ['control', ...Capability.options]
  expect(rows.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
  const said = (backend: 'simulated' | 'linux') => rows.filter((row) => row[backend]).map(({ name }) => name)
  expect(said('simulated').toSorted()).toEqual(SIMULATED_CAPABILITIES.toSorted())
  expect(said('linux').toSorted()).toEqual(LINUX_CAPABILITIES.toSorted())
})

test('a capability that neither backend has yet says so', async () => {
  const { lab } = await openSimulatedLab()
  const host = lab.host('client')
  const operations: Record<string, () => Promise<unknown>> = {
    sh: () => host.sh('true'),
    dig: () => host.dig('server', 'lab.test', 'A'),
    http: () => host.http({ url: 'http://server/' } as never),
    generate: () => host.generate({} as never),
    stepWallClock: () => host.stepWallClock('1s'),
  }
  const listed = /On neither backend yet: (.*)\./.exec(page)![1]!
  expect([...listed.matchAll(/host\.(\w+)/g)].map(([, name]) => name)).toEqual(Object.keys(operations))
  for (const operation of Object.values(operations))
    await expect(operation()).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
  await lab.close()
})

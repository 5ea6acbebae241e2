/** Worlds on real kernels, opened and closed in one process: each releases everything it opened. */
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { connectSession, inProcessPorts, readTopology, serveLab } from '#lab'
import { openLinuxBackend, type ProgramLauncher } from '#lab/linux/index.ts'
import { missing } from '../support/requirements.ts'

const PAIR = `
version: 1
name: pair
topology:
  nodes:
    client: { interfaces: { eth0: { addresses: [10.0.9.1/24] } } }
    server: { interfaces: { eth0: { addresses: [10.0.9.2/24] } }, zones: { lab.test: ["@ A 192.0.2.1"] } }
  links: [{ endpoints: ["client:eth0", "server:eth0"] }]
`
const noPrograms: ProgramLauncher = {
  scratch: '/nowhere',
  generations: 0,
  command: () => {
    throw new Error('no program is started')
  },
}

async function live(): Promise<void> {
  const [testSide, worldSide] = inProcessPorts()
  const description = readTopology('pair.yaml', PAIR)
  serveLab(openLinuxBackend({ description, seed: 1, files: { submission: {} }, launcher: noPrograms }), worldSide)
  const { lab } = await connectSession(testSide)
  const listener = await lab.host('server').listen(80)
  const client = await lab.host('client').connect('server', 80)
  await client.send('x')
  await (await listener.accept()).bytes(1)
  await lab.host('client').udp(5000)
  await lab.close()
}
const openDescriptors = () => readdirSync('/proc/self/fd').length

describe.skipIf(missing('namespaces'))('a world on real kernels', () => {
  test('leaves no descriptor open, which would keep its namespaces', async () => {
    await live()
    const before = openDescriptors()
    // Several, since one still being closed would hide one that is leaked.
    for (let round = 0; round < 4; round++) await live()
    await expect.poll(openDescriptors).toBeLessThanOrEqual(before)
  })
})

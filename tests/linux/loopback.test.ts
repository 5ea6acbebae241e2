/** Comparison of a host's packets to itself, like any others, on either kernel. */
import { describe, expect, test } from 'vitest'
import { compareCaptures } from '#grader/running/comparing/index.ts'
import { connectSession, inProcessPorts, readTopology, serveLab } from '#lab'
import type { Lab } from '#lab/api/index.ts'
import { openLinuxBackend } from '#lab/linux/index.ts'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { missing } from '../support/requirements.ts'

const topology = {
  file: 'pair.yaml',
  text: `
version: 1
name: pair
topology:
  nodes:
    client: { interfaces: { eth0: { addresses: [10.0.9.1/24] } } }
    server: { interfaces: { eth0: { addresses: [10.0.9.2/24] } } }
  links: [{ endpoints: ["client:eth0", "server:eth0"] }]
`,
}

async function onLinux(): Promise<Lab> {
  const [testSide, worldSide] = inProcessPorts()
  const launcher = { scratch: '/nowhere', generations: 0, command: () => expect.fail('no program is started') }
  const description = readTopology(topology.file, topology.text)
  serveLab(openLinuxBackend({ description, seed: 1, files: { submission: {} }, launcher }), worldSide)
  return (await connectSession(testSide)).lab
}

async function simulated(): Promise<Lab> {
  return (await openSimulatedLab({ topology, params: {}, seed: 1, files: { submission: {} } })).lab
}

/** Lets each host ask itself over TCP and UDP, by 127.0.0.1 and its own address, and the client ask the server, all at port 80. */
async function live(open: () => Promise<Lab>, answer: string): Promise<Uint8Array> {
  const lab = await open()
  try {
    for (const name of ['client', 'server']) {
      const host = lab.host(name)
      const [listener, udp] = [await host.listen(80), await host.udp(53)]
      for (const address of name === 'client' ? ['127.0.0.1', host.address()] : ['127.0.0.1']) {
        const [asking, asked] = await Promise.all([host.connect(address, 80), listener.accept()])
        await asking.send('question\n')
        await asked.line()
        await asked.send(`${answer}\n`)
        await asking.line()
        await asking.end()
        await asked.expectEnd()
        await asked.end()
        await asking.expectEnd()
      }
      await (await host.udp()).send('datagram', ['127.0.0.1', 53])
      await udp.receive()
    }
    const peer = await lab.host('client').connect('server', 80)
    await peer.send('over the link\n')
    await lab.settle()
    return await lab.pcapng()
  } finally {
    await lab.close()
  }
}

describe.skipIf(missing('namespaces'))('hosts that talk to themselves', () => {
  const SIDES = { left: 'the simulated world', right: 'Linux' }

  test('are alike in a simulated world and on Linux', async () => {
    expect(compareCaptures(await live(simulated, 'yes'), await live(onLinux, 'yes'), SIDES)).toBeNull()
  })

  test('and differ where they say something else', async () => {
    const difference = compareCaptures(await live(simulated, 'yes'), await live(onLinux, 'no'), SIDES)
    expect(difference).toMatchObject({ conversation: 'client > client:80', about: 'stream' })
  })
})

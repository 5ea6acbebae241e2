/** The pods service between simulated hosts, over links that lose packets. Its client prints what it prints on real Node, where nothing is lost. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { folderOnDisk } from '#node/files/on-disk/index.ts'
import { installedPackages } from '../../scripts/build/packages.ts'
import { bring } from '../../scripts/build/step.ts'

const PROGRAMS = new URL('../../packages/programs/pods/', import.meta.url)
const NODE_MODULES = fileURLToPath(new URL('../../packages/node_modules', import.meta.url))
const PATIENCE = 120_000

const TOPOLOGY = `version: 1
name: pods
topology:
  defaults: { link: { delay: 5ms, rate: 100Mbit, loss: 0.02 } }
  nodes:
    sw: { kind: switch }
    client: { interfaces: { eth0: { addresses: [10.0.0.1/24] } } }
    east: { interfaces: { eth0: { addresses: [10.0.0.2/24] } } }
    west: { interfaces: { eth0: { addresses: [10.0.0.3/24] } } }
  links:
    - { endpoints: ["client:eth0", "sw:p1"] }
    - { endpoints: ["east:eth0", "sw:p2"] }
    - { endpoints: ["west:eth0", "sw:p3"] }
`
/** Milliseconds without a call, in which both sides send keep-alive PINGs. */
const SILENCE = 60_000

/** The same with Node itself: a client and two servers on loopback. */
async function outputOfNode(): Promise<string> {
  const servers = ['east', 'west'].map((name, at) => run('server.mjs', name, `${5471 + at}`))
  try {
    for (const server of servers) await once(server.stdout!, 'data')
    return await text(run('client.mjs', '127.0.0.1:5471,127.0.0.1:5472', '0').stdout!)
  } finally {
    for (const server of servers) server.kill('SIGKILL')
  }
}

function run(program: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [fileURLToPath(new URL(program, PROGRAMS)), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
  })
}

describe('grpc-js between hosts that lose every fiftieth packet', () => {
  let lab: Lab
  let printed: string

  beforeAll(async () => {
    await bring(installedPackages)
    const names = ['pods.proto', 'server.mjs', 'client.mjs']
    const texts = names.map(async (name) => [name, await readFile(new URL(name, PROGRAMS), 'utf8')] as const)
    const session = await openSimulatedLab({
      topology: { file: 'pods.yaml', text: TOPOLOGY },
      files: { submission: Object.fromEntries(await Promise.all(texts)) },
      mounts: [{ path: '/node_modules', source: folderOnDisk(NODE_MODULES) }],
    })
    lab = session.lab
    for (const name of ['east', 'west']) await lab.host(name).run('server.mjs', { args: [name, 5000], listens: 5000 })
    const client = await lab.host('client').run('client.mjs', { args: ['10.0.0.2:5000,10.0.0.3:5000', SILENCE] })
    await client.exited({ within: '10min' })
    printed = (await client.output()).stdout
    return () => lab.close()
  }, PATIENCE)

  test(
    'calls, streams, deadlines, cancellation, retries, balancing and a drain end as they do with Node',
    async () => {
      expect(printed).toBe(await outputOfNode())
      expect(printed.split('\n')).toHaveLength(12)
    },
    PATIENCE,
  )

  test.for([
    ['data was lost and sent again', 'tcp.analysis.retransmission'],
    ['a server announced its end by GOAWAY', 'http2.type == 7 && ip.src != 10.0.0.1'],
    ['a canceled call was reset', 'http2.type == 3 && ip.src == 10.0.0.1'],
    ['keep-alive asked by PING, and was answered', 'http2.type == 6 && http2.flags.ack.ping'],
    ['a call was tried again', 'http2.header.name == "grpc-previous-rpc-attempts"'],
  ])('%s', async ([, filter]) => {
    expect(await lab.capture(filter).count()).toBeGreaterThan(0)
  })
})

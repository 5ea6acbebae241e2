import { beforeAll, expect, test } from 'vitest'
import { SECOND } from '#network'
import { twoHosts } from '#node/kernel/two-hosts.fixture.ts'
import type { ProcessStarter } from '#node/processes/index.ts'
import { inThread, nodeProgram } from './node-programs.ts'

let start: ProcessStarter
beforeAll(() => {
  start = inThread()
})

const READS_NOTHING = `require('net').createServer((socket) => socket.pause()).listen(7, '0.0.0.0')`
const WRITES_ANYWAY = `
const socket = require('net').connect(7, '10.0.0.2', () => {
  for (let n = 0; n < 100; n++) socket.write(Buffer.alloc(100_000))
})
setTimeout(() => socket.destroy(), 5_000)`

test('reports data that a program wrote and no socket has taken, and its timers', async () => {
  const { kernel, world, network } = twoHosts()
  const server = await start(kernel, network.host('server'), nodeProgram('server.cjs', READS_NOTHING))
  const client = await start(kernel, network.host('client'), nodeProgram('client.cjs', WRITES_ANYWAY))
  await world.runUntil(() => false, 4 * SECOND)
  const [socket] = client.handles().sockets
  const [peer] = server.handles().sockets
  expect(client.queuedBytes).toBeGreaterThan(1_000_000)
  // The rest is what the server had read into its own buffer before the pause took effect.
  const accounted = client.queuedBytes + socket!.sendQ + peer!.recvQ
  expect(accounted).toBeLessThanOrEqual(10_000_000)
  expect(accounted).toBeGreaterThan(10_000_000 - 200_000)
  expect([client.handles().timers, server.queuedBytes]).toEqual([1, 0])
  await world.runUntil(() => client.exit !== null, 10 * SECOND)
  expect(client.queuedBytes).toBeGreaterThan(1_000_000)
})

import { beforeAll, expect, test } from 'vitest'
import { SECOND } from '#network'
import { twoHosts } from '#node/kernel/two-hosts.fixture.ts'
import type { ProcessStarter } from '#node/processes/index.ts'
import { inThread, nodeProgram } from './node-programs.ts'

const BOMB = `
  const { fork } = require('node:child_process')
  for (let i = 0; i < 3; i++) fork(__filename).on('error', ({ message }) => console.error(message))
  setInterval(() => {}, 1000)`

let start: ProcessStarter
beforeAll(() => {
  start = inThread()
})

test('a fork bomb hits its limit and gets EAGAIN; a process of another host continues', async () => {
  const { kernel, world, network } = twoHosts({}, { limits: { processes: 8 } })
  const bomb = await start(kernel, network.host('client'), nodeProgram('bomb.cjs', BOMB))
  const other = await start(
    kernel,
    network.host('server'),
    nodeProgram('other.cjs', "setTimeout(() => console.log('unharmed'), 500)"),
  )
  await world.runUntil(() => false, SECOND)
  expect(kernel.processesOf(network.host('client'))).toHaveLength(8)
  expect(bomb.stderr).toContain('spawn /usr/local/bin/node EAGAIN')
  expect([other.stdout, other.exit?.code]).toEqual(['unharmed\n', 0])
  for (const process of kernel.processes) process.kill('SIGKILL')
  expect(kernel.processesOf(network.host('client'))).toHaveLength(0)
}, 60_000)

/** A program's run on a simulated host, wherever its process runs: its output and how it ended. Runs in a browser too. */
import { buildNetwork, Clock, type NetworkDescription } from '#network'
import { Kernel, World } from '#node'
import type { ProcessStarter } from '#node/processes/index.ts'
import type { Outcome, ParityProgram } from './program.ts'

const NETWORK: NetworkDescription = {
  name: 'one host',
  nodes: [
    {
      kind: 'host',
      name: 'server',
      interfaces: [{ name: 'eth0', addresses: [{ address: '10.0.0.1', length: 24 }] }],
      routes: [],
    },
    {
      kind: 'host',
      name: 'client',
      interfaces: [{ name: 'eth0', addresses: [{ address: '10.0.0.2', length: 24 }] }],
      routes: [],
    },
  ],
  links: [{ endpoints: ['server:eth0', 'client:eth0'] }],
}

/** Longest a program may take, in ns of its own time. */
const LIMIT = 20e9

export async function runInWorld(
  { entry, files, args, input, signals }: ParityProgram,
  start: ProcessStarter,
): Promise<Outcome> {
  const network = buildNetwork(NETWORK, { seed: 1, clock: new Clock() })
  const kernel = new Kernel(network)
  const world = new World(network, kernel)
  const process = await start(kernel, network.host('server'), {
    name: entry,
    argv: ['/usr/local/bin/node', entry, ...args],
    env: { HOME: '/root' },
    cwd: entry.replace(/\/[^/]*$/, ''),
    hostname: 'server',
    epochMs: Date.UTC(2026, 0, 1),
    hosts: { localhost: ['127.0.0.1'] },
    files,
  })
  if (input !== null) process.write(new TextEncoder().encode(input))
  process.endInput()
  const ended = () => process.exit !== null
  for (const { afterOutput, signal } of signals) {
    await world.runUntil(() => ended() || process.stdout.includes(afterOutput), LIMIT)
    process.kill(signal)
  }
  const result = await world.runUntil(ended, LIMIT)
  if (!process.exit)
    throw new Error(`The program has not ended (${result}); it printed:\n${process.stdout}${process.stderr}`)
  const { code, signal } = process.exit
  return { stdout: process.stdout, stderr: process.stderr, code, signal }
}

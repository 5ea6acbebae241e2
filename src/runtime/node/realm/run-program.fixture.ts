/** Runs the text of a program as a process on a host of a small network. */
import { buildNetwork, type NetworkDescription } from '#network'
import { Kernel, World } from '../kernel/index.ts'
import { readLibrary } from '../library/on-disk/index.ts'
import { localStarter } from '../processes/index.ts'
import { createVmRealm } from './platform/vm/index.ts'

export interface RunOptions {
  seed?: number
  /** Name of the entry; its extension tells the module type. */
  name?: string
  /** /etc/hosts; the host is called `server`. */
  hosts?: Record<string, string[]>
  /** Further files of the host, by absolute path. */
  files?: Record<string, string>
  /** Options of Node itself. */
  execArgv?: string[]
}

export interface ProgramOutcome {
  stdout: string
  stderr: string
  code: number | null
  signal: string | null
}

const NETWORK: NetworkDescription = {
  name: 'one host',
  nodes: [{ kind: 'host', name: 'server', interfaces: [], routes: [] }],
  links: [],
}
const EPOCH_MS = Date.UTC(2026, 0, 1)
const DAY = 86_400e9

export async function runProgram(
  text: string,
  { seed = 1, name = 'program.cjs', hosts = {}, files = {}, execArgv = [] }: RunOptions = {},
): Promise<ProgramOutcome> {
  const library = readLibrary()
  const network = buildNetwork(NETWORK, { seed })
  const kernel = new Kernel(network)
  const entry = `/work/${name}`
  const start = localStarter((calls, synchronous) => createVmRealm({ library, calls, synchronous }))
  const process = await start(kernel, network.host('server'), {
    name,
    argv: ['/usr/local/bin/node', entry],
    execArgv,
    env: {},
    cwd: '/work',
    hostname: 'server',
    epochMs: EPOCH_MS,
    hosts,
    files: { ...files, [entry]: text },
  })
  const result = await new World(network, kernel).runUntil(() => process.exit !== null, DAY)
  if (!process.exit) throw new Error(`The program has not ended (${result}): ${process.stdout}${process.stderr}`)
  return { stdout: process.stdout, stderr: process.stderr, code: process.exit.code, signal: process.exit.signal }
}

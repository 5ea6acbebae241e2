/** Runs a test of Node's suite in a process on a simulated host. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildNetwork, Clock, type NetworkDescription } from '#network'
import { Kernel, World } from '#node'
import { folderOnDisk } from '#node/files/on-disk/index.ts'
import { ADD_ON_MODULES, type AddOnName, LIBRARY_MODULES } from '#node/library/index.ts'
import { readLibrary } from '#node/library/on-disk/index.ts'
import { localStarter } from '#node/processes/index.ts'
import { createVmRealm, prepareAddOn, prepareRealm } from '#node/realm/platform/vm/index.ts'
import { judge, type Result, type SuiteTest } from './suite.ts'

/** One host in a network of documentation addresses (RFC 5737, RFC 3849) that leads nowhere else. */
const NETWORK: NetworkDescription = {
  name: 'one host',
  nodes: [
    {
      kind: 'host',
      name: 'host',
      interfaces: [
        {
          name: 'eth0',
          addresses: [
            { address: '10.0.0.1', length: 24 },
            { address: '2001:db8::1', length: 64 },
          ],
        },
      ],
      routes: [{ to: { address: '0.0.0.0', length: 0 }, via: '10.0.0.2' }],
    },
    {
      kind: 'router',
      name: 'router',
      interfaces: [{ name: 'eth0', addresses: [{ address: '10.0.0.2', length: 24 }] }],
      routes: [],
      silent: true,
    },
  ],
  links: [{ endpoints: ['host:eth0', 'router:eth0'] }],
}

/** Of the test's own time, in ns: twice what Node's own test runner allows. */
const LIMIT = 240e9

/** Where the suite lies on the simulated host. */
const SUITE_ROOT = '/node/test'

/** Node's own test runner and what is experimental are not promised to programs, but tests of other things are written with them. */
const SUITE_ONLY = ['test', 'test/reporters', 'stream/iter', 'zlib/iter']

/** What programs may require is as everywhere; of Node's inner modules there are all, since some tests look inside. */
const library = readLibrary()
const inAddOns: readonly string[] = Object.values(ADD_ON_MODULES).flat()
const inner = Object.keys(library.sources).filter(
  (id) => (id.startsWith('internal/') || SUITE_ONLY.includes(id)) && !inAddOns.includes(id),
)
const prepared = prepareRealm(library, [...new Set([...LIBRARY_MODULES, ...inner])])
const addOns = (name: AddOnName) => prepareAddOn(library, name)

export async function runSimulated(folder: string, { name, flags, env }: SuiteTest): Promise<Result> {
  const network = buildNetwork(NETWORK, { seed: 1, clock: new Clock() })
  const kernel = new Kernel(network, { unprivilegedPortStart: 1024 })
  const world = new World(network, kernel)
  const start = localStarter((calls, synchronous) => createVmRealm({ library: prepared, calls, addOns, synchronous }))
  const host = network.host('host')
  kernel.files(host).mount(SUITE_ROOT, folderOnDisk(folder))
  for (const beside of ['lib', 'deps']) {
    const onDisk = join(folder, '..', beside)
    if (existsSync(onDisk)) kernel.files(host).mount(`/node/${beside}`, folderOnDisk(onDisk))
  }
  const entry = `${SUITE_ROOT}/${name}`
  const process = await start(kernel, host, {
    name: entry,
    argv: ['/usr/local/bin/node', entry],
    execArgv: flags,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/root', TEST_THREAD_ID: '1', ...env },
    cwd: '/node',
    hostname: 'host',
    epochMs: Date.UTC(2026, 0, 1),
    hosts: { localhost: ['127.0.0.1', '::1'], host: ['10.0.0.1', '2001:db8::1'] },
    files: {},
  })
  process.endInput()
  const result = await world.runUntil(() => process.exit !== null, LIMIT)
  if (process.exit === null) {
    const why =
      result === 'idle'
        ? `waits for ever: ${world.blocked()[0]?.waitsFor.join(', ')}`
        : 'no end within its virtual time'
    return { status: 'timeout', detail: why, output: `${process.stdout}${process.stderr}` }
  }
  const { code, signal, reason } = process.exit
  const judged = judge(code, signal, process.stdout, process.stderr)
  return judged.status === 'failed' && reason ? { ...judged, detail: `${reason}: ${judged.detail}` } : judged
}

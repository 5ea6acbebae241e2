/**
 * What grading in Docker costs: five tests of tcp-echo-line, each submission in a container of its own. Cold: the container is started for it; warm: it has
 * booted and waits. Beside the time of day the processor time of the container, which other work on the machine does not disturb.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureImage, GradingPool, gradeInContainer } from '#ci-runner'
import { runFlags } from '#ci-runner/container/index.ts'
import { type BackendName, hasPassed } from '#grader'
import { readTopology } from '#lab'
import { buildLinuxNetwork, Poller, RealClock } from '#lab/linux/index.ts'
import { endedChildrenCpuMs } from '#lab/proc/index.ts'
import { course } from '../tests/docker/support.ts'
import { type Figure, median, processorTime, report } from './figure.ts'

const COLD_MS = 1_000
const WARM_MS = 350
const GRADINGS_A_MINUTE = 100
const SIX_NAMESPACES_MS = 100
const ROUNDS = 5
const AT_ONCE = 2
const main = fileURLToPath(new URL('../scripts/command.ts', import.meta.url))
const exercise = course.sources('tcp-echo-line')
const { solution } = course.exercise('tcp-echo-line')
const FIVE_TESTS = ['v1', 'v2', 'h3/whole', 'h4', 'h7']
const say = () => {}

const run = (command: string, args: string[]): void => {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0 && status !== 2) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}

const jobOn = (backend: BackendName) => ({
  exercise,
  exerciseHash: '',
  job: { submission: solution!, backend, seed: 1, variant: 'sample', tests: FIVE_TESTS },
})

/** The solution, which passes. */
function checked(verdict: Awaited<ReturnType<typeof gradeInContainer>>): void {
  if (!hasPassed(verdict)) throw new Error(`the solution did not pass: ${JSON.stringify(verdict.tests)}`)
}

/** Milliseconds of processor time that a container uses, until it is gone; undefined where its control group cannot be read. */
function watchContainer(name: string): () => number | undefined {
  let used: number | undefined
  let file = ''
  const timer = setInterval(() => {
    try {
      file ||= usageFile(name)
      const text = readFileSync(file, 'utf8')
      used = file.endsWith('cpu.stat') ? Number(/usage_usec (\d+)/.exec(text)?.[1]) / 1e3 : Number(text) / 1e6
    } catch {
      // Not there yet, or not there any more: the last look stands.
    }
  }, 10)
  return () => {
    clearInterval(timer)
    return used
  }
}

/** Of control groups in their first or second version. */
function usageFile(name: string): string {
  const pid = execFileSync('docker', ['inspect', '--format', '{{.State.Pid}}', name], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const groups = readFileSync(`/proc/${String(pid).trim()}/cgroup`, 'utf8')
  const path = /^\d+:[^:]*cpuacct[^:]*:(.*)$/m.exec(groups)?.[1]
  if (path !== undefined) return `/sys/fs/cgroup/cpuacct${path}/cpuacct.usage`
  return `/sys/fs/cgroup${/^0::(.*)$/m.exec(groups)![1]}/cpu.stat`
}

/** Median milliseconds. */
async function timed(what: () => unknown): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now()
    await what()
    times.push(performance.now() - began)
  }
  return median(times)
}

/** One grading after the other, each in a container that has had time to boot. */
async function warm(pool: GradingPool, backend: BackendName): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    pool.warm()
    await pool.ready()
    const began = performance.now()
    const { result } = pool.submit(jobOn(backend), {})
    checked(await result)
    times.push(performance.now() - began)
  }
  return median(times)
}

async function processorTimeOf(backend: BackendName): Promise<number | undefined> {
  let stop = (): number | undefined => undefined
  checked(
    await gradeInContainer(jobOn(backend), {
      say,
      onStart(name) {
        stop = watchContainer(name)
      },
    }),
  )
  return stop()
}

/** Six hosts and routers in a row, as a test's world. */
function sixNamespaces(): { wall: number; processor: number } {
  const nodes = Array.from(
    { length: 6 },
    (_, i) =>
      `    n${i}: { interfaces: { ${i > 0 ? `eth0: { addresses: [10.0.${i - 1}.2/24] }` : ''}${i > 0 && i < 5 ? ', ' : ''}${i < 5 ? `eth1: { addresses: [10.0.${i}.1/24] }` : ''} } }`,
  )
  const links = Array.from({ length: 5 }, (_, i) => `    - { endpoints: ["n${i}:eth1", "n${i + 1}:eth0"] }`)
  const text = `version: 1\nname: row\ntopology:\n  nodes:\n${nodes.join('\n')}\n  links:\n${links.join('\n')}\n`
  const description = readTopology('row.yaml', text, {})
  const poller = new Poller(() => {})
  const [began, used] = [performance.now(), processorTime() + endedChildrenCpuMs()]
  const network = buildLinuxNetwork(description, 1, new RealClock(), poller)
  const cost = { wall: performance.now() - began, processor: processorTime() + endedChildrenCpuMs() - used }
  network.close()
  void poller.close()
  return cost
}

async function* figures(): AsyncGenerator<Figure> {
  run(process.execPath, [main, 'image', 'build'])
  const image = await ensureImage(say)
  const container = [...runFlags({ memory: '1g', cpus: 2 }, 'cgroupfs')]
  const inside = (entry: string, ...args: string[]): [string, string[]] => [
    'docker',
    [...container, `--entrypoint=${entry}`, image, ...args],
  ]
  const ms = (what: string, value: number, more: Partial<Figure> = {}): Figure => ({ what, value, unit: 'ms', ...more })

  for (const backend of ['simulated', 'linux'] as const) {
    const used = await processorTimeOf(backend)
    if (used !== undefined) yield ms(`five tests, ${backend}: processor time of the container`, used)
    const cold = await timed(async () => checked(await gradeInContainer(jobOn(backend), { say })))
    yield ms(`five tests, ${backend}, cold`, cold, { goal: COLD_MS })
    const pool = await GradingPool.open({ size: 1, ahead: 1, say })
    yield ms(`five tests, ${backend}, warm`, await warm(pool, backend), { goal: WARM_MS })
    await pool.stop()
  }
  yield {
    what: 'a minute of gradings, two at once',
    value: (await throughput()) / 60,
    unit: 'gradings/s',
    goal: GRADINGS_A_MINUTE / 60,
  }
  if (process.getuid?.() === 0 && existsSync('/proc/sys/net')) {
    sixNamespaces()
    const costs = Array.from({ length: ROUNDS }, sixNamespaces)
    yield ms('six namespaces in a row', median(costs.map(({ wall }) => wall)), { goal: SIX_NAMESPACES_MS })
    yield ms('… processor time', median(costs.map(({ processor }) => processor)))
  }
  yield ms('a container that does nothing', await timed(() => run(...inside('/bin/true'))))
  yield ms('… that starts Node', await timed(() => run(...inside('node', '-e', '0'))))
  yield ms('… that starts the harness', await timed(() => run(...inside('node', '/opt/ackademy/bin/harness.mjs'))))
  yield ms(
    '… that starts Node in the jail',
    await timed(() => run(...inside('/opt/ackademy/jail', '--uid=2001', '--', 'node', '-e', '0'))),
  )
}

/** Gradings a minute, simulated, as a batch has them. */
async function throughput(): Promise<number> {
  const [gradings, pool] = [20, await GradingPool.open({ size: AT_ONCE, ahead: AT_ONCE, say })]
  const began = performance.now()
  const results = Array.from({ length: gradings }, () => pool.submit(jobOn('simulated')).result)
  for (const result of results) checked(await result)
  await pool.stop()
  return (gradings * 60_000) / (performance.now() - began)
}

await report(figures())

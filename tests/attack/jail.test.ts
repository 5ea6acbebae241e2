/** Contents of the grading image's jail as a submission's program sees them: itself, and nothing that it could use. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ensureImage } from '#ci-runner'
import { runFlags } from '#ci-runner/container/flags.ts'
import { ADD_ON_NAMES } from '#node/library/index.ts'
import { addOnFile } from '#node/realm/platform/vm/index.ts'
import { missing } from '../support/requirements.ts'
import { attack, endAttacks, expectFairFailure, gradable, hostile, output } from './jail/submit.ts'

const run = promisify(execFile)
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })

describe.skipIf(missing('docker'))('in the jail', () => {
  let image = ''
  beforeAll(async () => {
    image = await ensureImage(() => {})
  })
  afterAll(endAttacks)

  describe('a program on a real kernel finds', () => {
    let seen: Seen
    beforeAll(async () => {
      const report = await gradable(() => attack(hostile('look-around')))
      expectFairFailure(report)
      seen = JSON.parse(output(report))
    })

    test('its own files, what runs it, and no test', () => {
      expect(seen.roots).toEqual([
        'ackademy',
        'bin',
        'dev',
        'etc',
        'lib',
        'lib64',
        'proc',
        'sbin',
        'tmp',
        'usr',
        'work',
      ])
      expect(seen.found.filter((path) => !path.startsWith('/etc/')).sort()).toEqual([
        ...ADD_ON_NAMES.map((name) => `/ackademy/${addOnFile(name)}`).sort(),
        ...['learner.mjs', 'process.cjs', 'process.image', 'sockets.mjs'].map((name) => `/ackademy/${name}`),
        '/work/params.ts',
        '/work/server.ts',
      ])
      expect(seen.tests).toEqual([])
    })

    test('nothing of other processes, and nothing of the machine', () => {
      expect(seen.processes).toEqual([])
      expect(Object.entries(seen.reads).filter(([, outcome]) => /^worked: [^0]/.test(outcome))).toEqual([])
      expect(seen.devices).toEqual(['fd', 'null', 'random', 'urandom', 'zero'])
      expect(seen.hostName).toBe('server')
      expect(seen.environment).toEqual(['HOME', 'PATH'])
    })

    test('no place to write but /tmp, from which nothing is executed', () => {
      expect(Object.entries(seen.writes).filter(([, outcome]) => outcome.startsWith('worked'))).toEqual([])
      expect(seen.executable).toBe('EACCES')
    })

    test('no capability, and no way to one', () => {
      expect(seen.user).toBeGreaterThan(99_999)
      expect(seen.groups).toEqual([seen.user])
      expect(seen.capabilities).toEqual(Array(5).fill('0000000000000000'))
      expect([seen.noNewPrivileges, seen.filtered]).toEqual(['1', '2'])
      const done = Object.entries(seen.commands).filter(([, status]) => status === 0)
      expect(done).toEqual([])
    })

    test('its own network only, as an ordinary user', () => {
      expect(seen.interfaces).toEqual(['eth0', 'lo'])
      expect(seen.outside).toBe('ENETUNREACH')
      expect(seen.raw).toContain('EPERM')
      expect(seen.unixSockets).toBeLessThan(10)
    })
  })

  test("a program that makes the kernel's own calls gets none that leads out, in, or to more than its share", async () => {
    const report = await gradable(() => attack(hostile('system-calls')))
    expectFairFailure(report)
    const seen: Record<string, string> = JSON.parse(output(report))
    expect(Object.keys(seen).length).toBeGreaterThan(40)
    const refusals = ['EPERM', 'ENOSYS', 'ENOENT', 'EROFS', 'ENETUNREACH', 'ENOMEM', 'EACCES']
    refusals.push('EAFNOSUPPORT', 'EPROTONOSUPPORT')
    expect(Object.entries(seen).filter(([, outcome]) => !refusals.includes(outcome))).toEqual([])
  })

  test.concurrent('where raw sockets are needed, CAP_NET_RAW and nothing else', async () => {
    const capabilities = 'grep Cap /proc/self/status | tr -s "\\t\\n" " "'
    const { stdout } = await inContainer(
      image,
      `jail --uid=2001 --net-raw -- sh -c '${capabilities}; ip link set lo up || echo refused'`,
    )
    const netRaw = '0000000000002000'
    expect(stdout.trim()).toBe(
      `CapInh: ${netRaw} CapPrm: ${netRaw} CapEff: ${netRaw} CapBnd: ${netRaw} CapAmb: ${netRaw} refused`,
    )
  })

  describe('what a program started ends', () => {
    const survivors = 'sleep 0.3; grep -l "^Uid:.2001" /proc/[0-9]*/status | wc -l'
    const daemons = 'setsid sleep 100 & setsid setsid sleep 100 & (sleep 100 & exec sleep 100) &'

    test.concurrent('with it', async () => {
      const { stdout } = await inContainer(
        image,
        `jail --uid=2001 -- sh -c '${daemons} sleep 0.2; exit 7'; echo $?; ${survivors}`,
      )
      expect(stdout).toBe('7\n0\n')
    })

    test.concurrent('when the jail is killed, and leaves no zombie', async () => {
      const killed = `jail --uid=2001 -- sh -c '${daemons} sleep 100' & sleep 0.5; kill -KILL $!; wait $!; echo $?; ${survivors}`
      const { stdout } = await inContainer(image, `${killed}; grep -l "^State:.Z" /proc/[0-9]*/status | wc -l`)
      expect(stdout).toBe('137\n0\n0\n')
    })

    test.concurrent('even when the jail is killed while it is being made', async () => {
      // The kill arrives at a different point each time. While process 1 held a reading end of its own pipe, one jail in 150 was left behind.
      const rounds = `for round in $(seq 8); do for i in 0 0.001 0.002 0.003 0.005 0.008 0.012 0.02; do jail --uid=2001 -- sleep 100 & sleep $i; kill -KILL $!; done; done 2>/dev/null`
      const { stdout } = await inContainer(
        image,
        `${rounds}; for i in $(seq 100); do grep -qs sleep /proc/[0-9]*/comm || break; sleep 0.1; done; grep -ls sleep /proc/[0-9]*/comm | wc -l; ${survivors}`,
      )
      // None may be left after ten seconds at most; the shell's own last sleep has ended too.
      expect(stdout).toBe('0\n0\n')
    })
  })

  test.concurrent('it ends as its program did: by status or by signal', async () => {
    const ends = ['exit 0', 'exit 125', 'kill -TERM $$', 'kill -SEGV $$', 'kill -KILL $$'].map(
      (end) => `jail --uid=2001 -- sh -c '${end}'; echo $?`,
    )
    const { stdout } = await inContainer(image, ends.join('; '))
    expect(stdout.split('\n').slice(0, -1).map(Number)).toEqual([0, 125, 128 + 15, 128 + 11, 128 + 9])
  })
})

/** Output of `look-around.ts`. */
interface Seen {
  [what: string]: unknown
  found: string[]
  reads: Record<string, string>
  writes: Record<string, string>
  commands: Record<string, number | string>
}

/** Runs a shell line in a grading container, beside its init. */
const inContainer = (image: string, line: string) => {
  const flags = [...runFlags({ memory: '256m', cpus: 1 }, ''), '--entrypoint=/opt/ackademy/init']
  return run('docker', [...flags, image, 'bash', '-c', `PATH=$PATH:/opt/ackademy; ${line}`])
}

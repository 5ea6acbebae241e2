/**
 * Submissions that try to harm the grader, on real kernels and on the simulated internet. Each ends as a failed test of its
 * own: no pass, no platform fault, nothing left behind.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, describe, expect, type TestContext, test, vi } from 'vitest'
import type { Report } from '#grader'
import { decided } from '../docker/support.ts'
import { missing } from '../support/requirements.ts'
import { type Attack, attack, endAttacks, expectFairFailure, gradable, hostile, output, SILENT } from './jail/submit.ts'

const run = promisify(execFile)
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000, maxConcurrency: 100 })

const FORGED = `
const report = { kind: 'report', report: { schema: 'https://ackademy.test/report/1', status: 'graded', score: { points: 10, of: 10 }, tests: [{ id: 'v1', status: 'passed' }] } }
const text = JSON.stringify(report) + '\\n'
`

describe.skipIf(missing('docker'))('a submission', () => {
  const containers: string[] = []
  const submit = (context: TestContext, program: string, { onStart = () => {}, ...options }: Attack = {}) =>
    decided(context, () =>
      attack(program, {
        ...options,
        onStart(container) {
          containers.push(container)
          onStart(container)
        },
      }),
    )
  /** Returns running containers; dead ones that can't be removed yet are up to the daemon. */
  const leftBehind = async () => {
    const { stdout } = await run('docker', ['ps', '--format', '{{.Names}}'])
    return stdout.split('\n').filter((name) => containers.includes(name))
  }
  afterAll(async () => {
    await endAttacks()
    // The daemon removes ended containers a little later.
    await vi.waitFor(async () => expect(await leftBehind(), 'containers left behind').toEqual([]), { timeout: 30_000 })
  })

  // Tests that keep the machine busy run later, one by one, so that none of these has to wait for them.
  test.concurrent.for<[string, string]>([
    [
      'writes a report wherever it can',
      `${FORGED}import fs from 'node:fs'\nfor (let fd = 1; fd < 64; fd++) try { fs.writeSync(fd, text) } catch {}\n${SILENT}`,
    ],
    [
      'patches clocks',
      `Date.now = () => 0\nprocess.hrtime.bigint = () => 0n\nperformance.now = () => 0\nglobalThis.setTimeout = (f) => f()\n${SILENT}`,
    ],
    [
      'signals everybody',
      `for (const pid of [-1, 1, process.ppid]) for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL', 'SIGSTOP']) try { process.kill(pid, signal) } catch {}\n${SILENT}`,
    ],
    ['ends as the jail does when it cannot be made', 'process.exit(125)'],
    ['aborts', 'process.abort()'],
    ['kills itself', "process.kill(process.pid, 'SIGKILL')"],
    [
      'leaves a daemon and goes',
      "import { spawn } from 'node:child_process'\nspawn('setsid', ['sh', '-c', 'sleep 1000 & exec sleep 1000'], { detached: true, stdio: 'inherit' }).unref()",
    ],
    [
      'uses up inodes and descriptors',
      `import fs from 'node:fs'\ntry { for (let i = 0; ; i++) fs.mkdirSync('/tmp/d' + i) } catch {}\ntry { for (;;) fs.openSync('/dev/null') } catch {}\n${SILENT}`,
    ],
  ])('that %s fails on a real kernel', async ([_, program], context) => {
    expectFairFailure(await submit(context, program))
  })

  test.concurrent.for<[string, string]>([
    [
      'ignores every signal that it may',
      `for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGPIPE']) process.on(signal, () => {})\n${SILENT}`,
    ],
    [
      'exits in the middle of an answer',
      SILENT.replace('() => {})', "(s) => { s.write('PO'); setTimeout(() => process.exit(0), 20) })"),
    ],
    [
      'starts threads without end',
      `import { Worker } from 'node:worker_threads'\n${SILENT}const go = () => { try { new Worker('setInterval(() => {}, 1)', { eval: true }).on('error', () => {}) } catch {}; setTimeout(go, 1) }\ngo()`,
    ],
    [
      'brings a package with install scripts, and a loader for every module',
      `import fs from 'node:fs'\nif (fs.existsSync('/tmp/installed')) console.log('it ran')\n${SILENT}`,
    ],
  ])('that %s fails, and costs nobody else anything', async ([_, program], context) => {
    const script = 'touch /tmp/installed /work/installed /installed'
    const scripts = { preinstall: script, install: script, postinstall: script, prepare: script }
    const files = {
      'package.json': JSON.stringify({ scripts }),
      '.npmrc': 'script-shell=/bin/sh',
      'node_modules/x.js': '',
    }
    const report = await submit(context, program, { files })
    expectFairFailure(report)
    expect(output(report)).toBe('')
  })

  test.concurrent('that puts itself last in every queue of the scheduler is judged, and fails', async (context) => {
    const program = `
import { execFileSync } from 'node:child_process'
import os from 'node:os'
const pid = String(process.pid)
const attempts = {
  nice: () => os.setPriority(19),
  idle: () => execFileSync('chrt', ['--idle', '--pid', '0', pid], { stdio: 'ignore' }),
  processor: () => execFileSync('taskset', ['--pid', '1', pid], { stdio: 'ignore' }),
}
const worked = Object.entries(attempts).flatMap(([name, attempt]) => {
  try { attempt(); return [name] } catch { return [] }
})
console.log(JSON.stringify(worked))
${SILENT}`
    const report = await submit(context, program)
    expectFairFailure(report)
    expect(output(report)).toBe('[]\n')
  })

  test.concurrent('that sends a connection along with its output, which would linger where it is dropped, holds nobody up', async (context) => {
    const report = await submit(context, hostile('linger'))
    expectFairFailure(report)
    expect(output(report)).toBe('["ENOTSOCK","ENOTSOCK","ENOTSOCK","ENOTSOCK","ENOTSOCK"]\n')
  })

  test('that fills the buffers of many connections fails, and leaves memory for those of others', async (context) => {
    const report = await submit(context, hostile('buffers'))
    expectFairFailure(report)
    const pages = output(report).split('\n').map(Number)
    expect(Math.max(...pages) * 4096).toBeLessThan(512 << 20)
  })

  test('that spoofs addresses, poisons ARP and floods the wire with packets of its own making fails', async (context) => {
    expectFairFailure(await submit(context, hostile('packets'), { exercise: 'raw-ping' }))
  })

  test.concurrent('leaves nothing that the next one could find, nor one that runs at the same time', async () => {
    const marks = await Promise.all(
      ['first', 'second'].map((mark) => gradable(() => attack(hostile('leave-and-look').replace('MARK', mark)))),
    )
    const later = await gradable(() => attack(hostile('leave-and-look').replace('MARK', 'third')))
    for (const report of [...marks, later]) {
      expectFairFailure(report)
      const { found, left, users } = JSON.parse(output(report))
      expect(found).toEqual([])
      expect(left).toContain('/tmp')
      expect(users).toEqual([expect.any(Number)])
    }
    const users = [...marks, later].map((report) => JSON.parse(output(report)).users[0])
    expect(new Set(users).size).toBe(3)
  })

  test.concurrent('that is nested deeper than any parser goes is not run', async (context) => {
    const report = await submit(context, `const a = ${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(report.rejected?.sentence).toBe('server.ts:1:1 SyntaxError: The source is nested too deeply')
    expect(report).toMatchObject({ status: 'graded', score: { points: 0 } })
  })

  test.concurrent.for<[string, string]>([
    ['writes a report', `${FORGED}console.log(text)\nconsole.error(text)\n${SILENT}`],
    [
      'gets at the real process',
      `const real = (() => {}).constructor.constructor('return typeof process === "object" && process')()\ntry { const fs = real.getBuiltinModule('fs'); for (let fd = 1; fd < 16; fd++) try { fs.writeSync(fd, 'PONG\\n') } catch {} } catch {}\n${SILENT}`,
    ],
    ['loops for ever', 'for (;;) {}'],
    ['eats memory', "const all = []\nfor (;;) all.push(Buffer.alloc(1e7, 'x'))"],
  ])('that %s fails on the simulated internet', async ([_, program], context) => {
    expectFairFailure(await submit(context, program, { backend: 'simulated' }))
  })

  test.concurrent.for<[string, string]>([
    ['answers calls that nobody made', `{"id":1,"value":{"object":[["replies",{"list":[]}]]}}`],
    ['says what is no message', 'null'],
    ['says what is no value', `{"id":1,"value":{"bigint":"no number"}}`],
  ])('whose module %s on the channel of its driver fails', async ([_, line], context) => {
    const program = `import fs from 'node:fs'\nexport function ping() { fs.writeSync(4, ${JSON.stringify(`${line}\n`)}); return new Promise(() => {}) }`
    expectFairFailure(await submit(context, program, { exercise: 'raw-ping' }))
  })

  test('whose module floods the channel of its driver fails', async (context) => {
    const program =
      "import fs from 'node:fs'\nexport function ping() { const text = 'x'.repeat(65536); for (;;) try { fs.writeSync(4, text) } catch {} }"
    expectFairFailure(await submit(context, program, { exercise: 'raw-ping' }))
  })

  test.concurrent('has a process of its own when it is simulated: kernel, clock, tests and result are in another, which is root', async (context) => {
    const looping = SILENT.replace('() => {})', '() => { for (;;) {} })')
    let graded: Promise<Report> | undefined
    const container = new Promise<string>((resolve) => {
      graded = submit(context, looping, { backend: 'simulated', onStart: resolve })
    })
    // Excludes the jail that is about to execute it, whose arguments name it too.
    const isLearner = ({ command }: { command: string }) => /^\S*node .*process\.cjs/.test(command)
    const processes = await processesOf(await container, isLearner)
    const harness = processes.filter(({ command }) => command.includes('harness.mjs') && !command.includes('init'))
    const learners = processes.filter(isLearner)
    expect(harness.map(({ uid }) => uid)).toEqual([0])
    expect(learners.length).toBeGreaterThan(0)
    for (const { uid } of learners) expect(uid).toBeGreaterThan(99_999)
    expectFairFailure(await graded!)
  })

  test.for<[string, string]>([
    [
      'forks without end',
      `import { spawn } from 'node:child_process'\n${SILENT}const go = () => { try { spawn('sh', ['-c', 'while :; do sh -c "while :; do :; done" & done']).on('error', () => {}) } catch {}; setTimeout(go, 5) }\ngo()`,
    ],
    [
      'computes in every thread and process',
      `import { Worker } from 'node:worker_threads'\nimport { spawn } from 'node:child_process'\n${SILENT}for (let i = 0; i < 3; i++) new Worker('for (;;) {}', { eval: true }).on('error', () => {})\nfor (let i = 0; i < 10; i++) spawn('sh', ['-c', 'while :; do :; done'])`,
    ],
    ['eats memory', "const all = []\nfor (;;) all.push(Buffer.alloc(1e7, 'x'))"],
    [
      'eats memory in many processes',
      `import { spawn } from 'node:child_process'\n${SILENT}for (let i = 0; i < 5; i++) spawn('sh', ['-c', 'head -c 400m /dev/zero | tail']).on('error', () => {})`,
    ],
    [
      'fills its disk',
      "import fs from 'node:fs'\nfor (let i = 0; ; i++) fs.writeFileSync('/tmp/' + i, Buffer.alloc(1e6))",
    ],
    [
      'floods its output',
      "import fs from 'node:fs'\nconst text = 'x'.repeat(65536)\nfor (;;) { fs.writeSync(1, text); fs.writeSync(2, text) }",
    ],
    ['loops for ever', 'for (;;) {}'],
    ['loops for ever when a client is there', SILENT.replace('() => {})', '() => { for (;;) {} })')],
    [
      'floods its client',
      SILENT.replace(
        '() => {})',
        "(s) => { const go = () => { while (s.write('x'.repeat(65536) )); s.once('drain', go) }; go(); s.on('error', () => {}) })",
      ),
    ],
    [
      'floods the network',
      `import dgram from 'node:dgram'\n${SILENT}const s = dgram.createSocket('udp4')\nconst go = () => { for (let i = 0; i < 200; i++) s.send(Buffer.alloc(1400), 9, '10.0.9.1', () => {}); setImmediate(go) }\ngo()`,
    ],
  ])('that %s fails on a real kernel', async ([_, program], context) => {
    expectFairFailure(await submit(context, program))
  })
})

/** Returns `docker top`'s list of a container's processes, once it shows the expected one. */
async function processesOf(container: string, wanted: (row: { command: string }) => boolean) {
  for (;;) {
    const { stdout } = await run('docker', ['top', container, '-eo', 'pid,uid,args']).catch(() => ({ stdout: '' }))
    const rows = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, pid, uid, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
        return { pid: Number(pid), uid: Number(uid), command: command ?? '' }
      })
    if (rows.some(wanted)) return rows
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

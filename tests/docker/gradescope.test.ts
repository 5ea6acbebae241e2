/**
 * The zip of `ackademy export gradescope` where it is used: unpacked in a bare Debian container that has Node and npm and nothing else, set up once with a
 * network, then run on submissions without one.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { baseImage } from '#ci-runner/image/base.ts'
import { gradescopeFiles } from '#cli/export/gradescope.ts'
import { ackademy, root } from '../cli/command.ts'
import { missing } from '../support/requirements.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 })

const EXERCISE = join(root, 'content/03-tcp-conversations/exercises/tcp-echo-line')
const SUBMISSIONS = { solution: join(EXERCISE, 'solution'), starter: join(EXERCISE, 'starter'), chunk: '' }

interface Results {
  score: number
  tests: { name: string; status?: string }[]
}
const verdict = ({ score, tests }: Results) => ({ score, tests: tests.map(({ name, status }) => [name, status]) })

/** This machine's npm, and how it reaches its registry: an image with Node has both. */
function npmOfThisMachine(): string[] {
  const npm = dirname(dirname(realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim())))
  const setting = (name: string) => execFileSync('npm', ['config', 'get', name], { encoding: 'utf8' }).trim()
  const cafile = setting('cafile')
  return [
    ...[`--volume=${npm}:/usr/local/lib/node_modules/npm:ro`, '--volume=/etc/ssl/certs:/etc/ssl/certs:ro'],
    `--env=npm_config_registry=${setting('registry')}`,
    ...(cafile === 'null' ? [] : [`--env=npm_config_cafile=${cafile}`, `--env=NODE_EXTRA_CA_CERTS=${cafile}`]),
  ]
}

describe.skipIf(missing('docker'))("Gradescope's autograder, in a bare container", () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-gradescope-'))
  const results = join(folder, 'results/results.json')
  let image = ''
  const inContainer = (network: 'host' | 'none', script: string) => {
    const npm = 'ln -sf ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm'
    const flags = ['run', '--rm', `--network=${network}`, `--volume=${folder}:/autograder`, ...npmOfThisMachine()]
    return spawnSync('docker', [...flags, image, 'bash', '-c', `${npm}; ${script}`], { encoding: 'utf8' })
  }
  const run = (before = ':') => inContainer('none', `${before}; /autograder/source/run_autograder`)

  beforeAll(async () => {
    image = await baseImage(() => {})
    for (const { path, bytes, executable } of gradescopeFiles('tcp-echo-line').files) {
      const place = join(folder, 'source', path)
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, bytes, { mode: executable ? 0o755 : 0o644 })
    }
    SUBMISSIONS.chunk = join(folder, 'chunk')
    cpSync(SUBMISSIONS.starter, SUBMISSIONS.chunk, { recursive: true })
    writeFileSync(join(SUBMISSIONS.chunk, 'server.ts'), ANSWERS_CHUNKS)
    const setup = inContainer('host', 'bash /autograder/source/setup.sh')
    expect(setup.status, setup.stderr).toBe(0)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(Object.keys(SUBMISSIONS) as (keyof typeof SUBMISSIONS)[])(
    'gives %s the points and verdicts that `ackademy grade` does',
    async (name) => {
      rmSync(join(folder, 'submission'), { recursive: true, force: true })
      cpSync(SUBMISSIONS[name], join(folder, 'submission'), { recursive: true })
      const { status, stderr } = run()
      expect(status, stderr).toBe(0)
      const there: Results = JSON.parse(readFileSync(results, 'utf8'))
      const options = ['--unsandboxed', '--backend', 'simulated', '--format', 'gradescope']
      const { stdout } = await ackademy(['grade', ...options, 'tcp-echo-line', SUBMISSIONS[name]])
      expect(verdict(there)).toEqual(verdict(JSON.parse(stdout)))
    },
  )

  test.each([
    [
      'our code is broken',
      "echo 'export const broken = ;' > /autograder/source/platform/src/grader/running/verdict.ts",
    ],
    ['there is no Node', 'rm /usr/local/bin/node'],
  ])('gives no results at all when %s: what crashed has not failed', (_, breakIt) => {
    const { status } = run(breakIt)
    expect(status).not.toBe(0)
    expect(existsSync(results)).toBe(false)
  })
})

/** Takes each chunk for a line: passes some tests, fails others. */
const ANSWERS_CHUNKS = `import net from 'node:net'
net.createServer((socket) => {
  socket.on('error', () => {})
  socket.on('data', (data) => {
    const word = String(data).trim()
    socket.write(word === 'PING' ? 'PONG\\n' : word + '\\n')
  })
}).listen(9000)
`

/** The npm package: packed, installed from the tarball in an empty folder, and used as docs/own-course.md and docs/testing-your-own-service.md say. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { root } from './command.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })

const page = (name: string) => readFileSync(join(root, 'docs', name), 'utf8')
const block = (text: string, kind: string) => new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\`$`, 'ms').exec(text)![1]!
const ownCourse = page('own-course.md')
const service = page('testing-your-own-service.md')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const folder = mkdtempSync(join(tmpdir(), 'ackademy-package-'))
const tarball = join(folder, `ackademy-${version}.tgz`)
const installed = join(folder, 'node_modules/ackademy')
afterAll(() => rmSync(folder, { recursive: true }))

/** How npm reaches a registry stays as it is here; what Vitest and `npm test` tell their own processes is left out. */
const env = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:VITEST|NODE_ENV|NODE_OPTIONS|TEST$|npm_(?!config_(?!local_prefix)))/.test(name),
    ),
  ),
  PATH: `${folder}${delimiter}${process.env.PATH}`,
  npm_config_prefer_offline: 'true',
}

/** What a shell says to a line in the folder, with the Node that runs this test. */
async function shell(line: string, cwd = folder) {
  const child = spawn(line, {
    cwd,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (bytes: Buffer) => (said[stream] += bytes))
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { status, ...said }
}

beforeAll(async () => {
  symlinkSync(process.execPath, join(folder, 'node'))
  const packed = await shell(`node scripts/pack.ts "${folder}"`, root)
  expect(packed, packed.stderr).toMatchObject({ status: 0 })
})

describe('the npm package', () => {
  test('is at most 15 MB', () => {
    expect(statSync(tarball).size).toBeLessThan(15_000_000)
  })

  test.each(block(ownCourse, 'bash').trim().split('\n'))('%s', async (line) => {
    const { status, stdout, stderr } = await shell(line)
    expect(status, stdout + stderr).toBe(0)
  })

  test('holds no tests but those of exercises, and no TypeScript that Node would have to run', () => {
    const files = readdirSync(installed, { recursive: true }) as string[]
    const sources = files.filter((file) => /(?<!\.d)\.tsx?$/.test(file) && !/^(?:content|node_modules)\b/.test(file))
    expect(files).toContain('generated/command.mjs')
    expect(sources.filter((file) => file.endsWith('.test.ts'))).toEqual([])
    // Data: the driver that `load` puts into worlds, and what the grading image copies.
    expect(sources.filter((file) => !/^(?:src\/runtime\/lab\/load-driver|ci-runner\/jail)\//.test(file))).toEqual([])
  })

  test('knows its version', async () => {
    expect(await shell('npx ackademy --version')).toMatchObject({ status: 0, stdout: `${version}\n` })
  })

  test('runs a program on a topology', async () => {
    writeFileSync(
      join(folder, 'who.mts'),
      "import { hostname } from 'node:os'\nconst name: string = hostname()\nconsole.log(name)\n",
    )
    const { status, stdout } = await shell('npx ackademy run --topology wire --host server who.mts')
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'server\n' })
  })

  test('grades several submissions, each in a process of its own', async () => {
    const exercise = 'my-course/01-first-steps/exercises/first-echo'
    const folders = `${exercise}/solution ${exercise}/starter`
    const { status, stdout } = await shell(
      `npx ackademy grade --course my-course --unsandboxed --jobs 2 first-echo ${folders}`,
    )
    expect(status).toBe(1)
    expect(stdout).toMatch(/^10 of 10 points/m)
    expect(stdout).toMatch(/^0 of 10 points/m)
  })

  test('says what it cannot do without the sources', async () => {
    const { status, stderr } = await shell('npx ackademy build --out public')
    expect(status).toBe(2)
    expect(stderr).toContain('the installed package has no site: run this command in a checkout of the platform')
  })

  test('opens a world in a test file of another project', async () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    writeFileSync(join(folder, 'echo.test.ts'), block(service, 'ts'))
    const { status, stdout } = await shell(block(service, 'bash').trim())
    expect(status, stdout).toBe(0)
    expect(stdout).toMatch(/^ℹ pass 1$/m)
  })

  test('has types for ackademy/lab and ackademy/drill', async () => {
    const use = `${block(service, 'ts')}
import { type Generate, makeRound } from 'ackademy/drill'
const world = await lab()
export const now: number = world.clock.now
// @ts-expect-error a number is no topology
void lab({ topology: 5 })
// @ts-expect-error a number is no generator
export const generate: Generate = 5
void makeRound
`
    writeFileSync(join(folder, 'use.ts'), use)
    const options = '--strict --noEmit --target es2024 --module nodenext --types node'
    const types = `--typeRoots "${join(root, 'node_modules/@types')}"`
    const { status, stdout } = await shell(
      `node "${join(root, 'node_modules/typescript/bin/tsc')}" ${options} ${types} use.ts`,
    )
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
  })
})

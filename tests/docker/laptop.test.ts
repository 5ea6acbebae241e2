/**
 * The README's commands for a laptop without a network, to the letter, in a fresh clone: what is exported where there is one loads and grades where there
 * is none. Takes minutes: in the long form of the proof.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zipOf } from '#grader/node/submission/zip.fixture.ts'
import { root } from '../cli/command.ts'
import { FULL } from '../support/proof.ts'
import { missing } from '../support/requirements.ts'
import { course } from './support.ts'

const TIME_LIMIT = 1_800_000

describe.skipIf(!FULL || missing('docker', 'namespaces'))('the README, for a laptop without a network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-laptop-'))
  const checkout = join(folder, 'ackademy')
  const laptop = new Daemon(join(folder, 'docker'))
  beforeAll(() => laptop.start(), TIME_LIMIT)
  afterAll(async () => {
    await laptop.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  function run(line: string, { offline = false } = {}): { stdout: string; status: number | null } {
    const words = offline ? ['unshare', '--net', 'sh', '-c', line] : ['sh', '-c', line]
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...(offline && { DOCKER_HOST: laptop.host }) }
    const { stdout, stderr, status } = spawnSync(words[0]!, words.slice(1), { cwd: checkout, encoding: 'utf8', env })
    process.stderr.write(`$ ${line}\n${stderr}`)
    return { stdout, status }
  }

  test('what they say is what happens', { timeout: TIME_LIMIT }, () => {
    const [exporting, load, grade] = commands()
    spawnSync('git', ['clone', '--quiet', root, checkout])
    // What `npm start` has installed.
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
    handIn(join(checkout, 'class'))

    const exported = run(exporting)
    expect(exported.stdout).toMatch(/ackademy\/ci-runner:[0-9a-f]{16}, \d+ MB\n$/)
    const tag = /ackademy\/ci-runner:[0-9a-f]{16}/.exec(exported.stdout)![0]

    expect(run('docker image ls --quiet', { offline: true })).toEqual({ stdout: '', status: 0 })
    expect(run(load, { offline: true }).stdout).toBe(`Loaded image: ${tag}\n`)
    expect(run(grade, { offline: true }).stdout).toContain('\n2 submissions: ')
    const csv = readFileSync(join(checkout, 'class-graded/summary.csv'), 'utf8')
    expect(csv).toMatch(/^ann,.*\b10\b/m)
    expect(csv).toMatch(/^bob\.zip,.*\b0\b/m)
  })
})

/** The daemon of a machine that has no image and no network. */
class Daemon {
  readonly host: string
  readonly #options: string[]
  #process: ChildProcess | null = null

  constructor(folder: string) {
    this.host = `unix://${folder}.sock`
    const places = [`--data-root=${folder}/data`, `--exec-root=${folder}/run`, `--pidfile=${folder}.pid`]
    this.#options = [`--host=${this.host}`, ...places, '--bridge=none', '--iptables=false']
  }

  async start(): Promise<void> {
    const daemon = spawn('unshare', ['--net', 'dockerd', ...this.#options], { stdio: 'ignore' })
    this.#process = daemon
    while (spawnSync('docker', ['--host', this.host, 'info']).status !== 0) {
      if (daemon.exitCode !== null) throw new Error(`dockerd ended with status ${daemon.exitCode}`)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process?.on('exit', resolve))
    if (this.#process?.kill()) await ended
  }
}

/** Of the section about laptops. */
function commands(): [exporting: string, load: string, grade: string] {
  const [, section = ''] =
    /For a laptop without network([\s\S]*?)\n## /.exec(readFileSync(`${root}README.md`, 'utf8')) ?? []
  const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!.trim().split('\n'))
  const [exporting = '', load = '', grade = ''] = blocks.flat().map((line) => line.replace(/ +#.*/, ''))
  return [exporting, load, grade]
}

/** One that is right, one that is not, in both forms. */
function handIn(folder: string): void {
  const { solution, starter } = course.exercise('tcp-echo-line')
  mkdirSync(join(folder, 'ann'), { recursive: true })
  for (const [path, text] of Object.entries(solution!)) writeFileSync(join(folder, 'ann', path), text)
  const files = Object.entries(starter).map(([path, text]) => ({ name: `bob/${path}`, text }))
  writeFileSync(join(folder, 'bob.zip'), zipOf(files))
}

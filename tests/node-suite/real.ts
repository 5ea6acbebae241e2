/**
 * Runs tests of Node's suite with the pinned Node itself. What it passes does not change, so it is asked once and remembered; what
 * failed may have met a port in use or a busy machine, and is tried once more and again in the next round.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PINNED_VERSION } from '#node/library/on-disk/index.ts'
import { realNode } from '../support/real-node.ts'
import { judge, type Result, type SuiteTest } from './suite.ts'

const CACHE = join(tmpdir(), `node-suite-v${PINNED_VERSION}.json`)
const LIMIT_MS = 60_000

export class RealResults {
  readonly #folder: string
  readonly #known: Record<string, Result>

  constructor(folder: string) {
    this.#folder = folder
    this.#known = readCache()
  }

  async of(test: SuiteTest, slot: number): Promise<Result> {
    const known = this.#known[test.name]
    if (known && isSettled(known)) return known
    const first = await runReal(this.#folder, test, slot)
    const result = isSettled(first) ? first : await runReal(this.#folder, test, slot)
    if (isSettled(result)) {
      this.#known[test.name] = result
      writeFileSync(CACHE, JSON.stringify(this.#known))
    }
    return result
  }
}

const isSettled = ({ status }: Result) => status === 'passed' || status === 'skipped'

function readCache(): Record<string, Result> {
  try {
    return JSON.parse(readFileSync(CACHE, 'utf8'))
  } catch {
    return {}
  }
}

function runReal(folder: string, { name, flags, env }: SuiteTest, slot: number): Promise<Result> {
  const scratch = join(tmpdir(), 'node-suite-scratch')
  mkdirSync(scratch, { recursive: true })
  const child = spawn(realNode(), [...flags, join(folder, name)], {
    cwd: join(folder, '..'),
    env: { PATH: process.env.PATH, HOME: scratch, NODE_TEST_DIR: scratch, TEST_THREAD_ID: String(slot), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => (stdout += data))
  child.stderr.on('data', (data) => (stderr += data))
  return new Promise((resolve) => {
    const end = () => {
      try {
        process.kill(-child.pid!, 'SIGKILL') // what the test has left behind, too
      } catch {} // nothing
    }
    const timer = setTimeout(() => {
      resolve({ status: 'timeout', detail: `no end within ${LIMIT_MS / 1000} s`, output: '' })
      end()
    }, LIMIT_MS)
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      setTimeout(() => {
        resolve(judge(code, signal, stdout, stderr))
        end()
      }, 20)
    })
  })
}

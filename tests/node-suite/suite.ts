/** Node's own test suite as it lies on disk: which tests there are and what each says of itself. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FAMILIES, familyOf } from './families.ts'

export interface SuiteTest {
  /** `parallel/test-net-server.js`: the name by which reports and the list of expected failures know it. */
  name: string
  family: string
  /** Command-line options of Node, from the `// Flags:` comment. */
  flags: string[]
  /** From the `// Env:` comment. */
  env: Record<string, string>
}

const FOLDERS = ['parallel', 'sequential']

/** How a test has ended. `detail`: the first line that says what went wrong, or why it skipped itself. */
export interface Result {
  status: 'passed' | 'failed' | 'skipped' | 'timeout'
  detail: string
  /** All that it printed, for looking into it; shortened. */
  output: string
}

/** The suite's folder. Throws with what to do when it is not there. */
export function suiteFolder(): string {
  const folder = process.env.NODE_TEST_SUITE
  if (folder) return folder
  throw new Error(
    "Set NODE_TEST_SUITE to the folder `test` of Node 24.21's source tree: its tests are not part of this project.",
  )
}

/** The tests of these families, and those whose names contain one of `names`. */
export function testsOf(folder: string, wanted: readonly string[]): SuiteTest[] {
  const all = FOLDERS.flatMap((part) =>
    readdirSync(join(folder, part))
      .filter((file) => /^test-.*\.m?js$/.test(file))
      .map((file) => `${part}/${file}`),
  )
  const families = wanted.filter((word) => FAMILIES.includes(word))
  const names = wanted.filter((word) => !FAMILIES.includes(word))
  const isWanted = (name: string, family: string) =>
    wanted.length === 0 || families.includes(family) || names.some((part) => name.includes(part))
  return all.flatMap((name) => {
    const family = familyOf(name)
    return family !== null && isWanted(name, family) ? [{ name, family, ...metadataOf(folder, name) }] : []
  })
}

function metadataOf(folder: string, name: string): Pick<SuiteTest, 'flags' | 'env'> {
  const head = readFileSync(join(folder, name), 'utf8').slice(0, 1500)
  const words = (pattern: RegExp) => pattern.exec(head)?.[1]?.trim().split(/\s+/) ?? []
  return {
    flags: words(/^\/\/ Flags:\s+(--.*)$/m),
    env: Object.fromEntries(words(/^\/\/ Env:\s+(.*)$/m).map((pair) => pair.split('=') as [string, string])),
  }
}

const SKIPPED = /^1\.\.0 # Skipped: (.*)$/m
const SAYS_WHY =
  /^\s*(?:\S+ )?(?:Uncaught )?\[?(?:\w*Error\b|Mismatched|AssertionError|DOMException|Expected|Warning: Detected).*$/m
const LONGEST_OUTPUT = 6_000

/** Judges what a test printed and how it ended, the same for both sides. */
export function judge(code: number | null, signal: string | null, stdout: string, stderr: string): Result {
  const output = shorten(`${stdout}${stderr}`)
  const skipped = SKIPPED.exec(stdout)
  if (skipped && code === 0) return { status: 'skipped', detail: skipped[1]!, output }
  if (code === 0) return { status: 'passed', detail: '', output: '' }
  // `common` takes crypto to mean TLS as well.
  if (stderr.includes('TLS below version 1.3 is not supported'))
    return { status: 'skipped', detail: 'missing TLS 1.2', output }
  const why = SAYS_WHY.exec(stderr)?.[0] ?? SAYS_WHY.exec(stdout)?.[0] ?? stderr.trim().split('\n')[0]
  return { status: 'failed', detail: `${why?.trim() || `exit code ${code}, signal ${signal}`}`.slice(0, 300), output }
}

function shorten(text: string): string {
  if (text.length <= LONGEST_OUTPUT) return text
  return `${text.slice(0, LONGEST_OUTPUT / 2)}\n…\n${text.slice(-LONGEST_OUTPUT / 2)}`
}

/**
 * The programs of `programs/`, run by our loader and by the pinned Node, and what each of them said.
 *
 * A `.program` file holds a few source files, each after a line `==> name`; the one whose name begins with `entry` is run.
 */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import * as modules from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { format } from 'node:util'
import vm from 'node:vm'
import { createModuleLoader } from '#node/modules/compiler/index.ts'
import { type CompileFunction, type ModuleLoader, type RealmGlobals, recordFiles } from '#node/modules/index.ts'
import { realNode } from '../support/real-node.ts'

export interface Program {
  readonly entry: string
  /** Path relative to the program's folder → text. */
  readonly files: Readonly<Record<string, string>>
}

export interface Outcome {
  readonly stdout: string
  /** What is printed of an uncaught error: excerpt of the source, message, the program's own stack frames; '' without one. */
  readonly failure: string
}

export function parseProgram(text: string): Program {
  const files: Record<string, string> = {}
  for (const part of text.split(/^==> /m).slice(1)) {
    const end = part.indexOf('\n')
    files[part.slice(0, end).trim()] = part.slice(end + 1)
  }
  const entry = Object.keys(files).find((name) => name.startsWith('entry'))
  if (!entry) throw new Error('A program needs a file whose name begins with "entry"')
  return { entry, files }
}

/** Runs a program with the pinned Node, in a folder of its own; paths are reported as if that were /work. */
export async function runInNode(program: Program): Promise<Outcome> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ackademy-program-')))
  try {
    for (const [name, text] of Object.entries(program.files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
    const flags = needsTransform(program) ? ['--experimental-transform-types', '--no-warnings'] : []
    const { stdout, stderr } = await run(realNode(), [...flags, program.entry], folder)
    const world = (text: string) => text.replaceAll(folder, '/work')
    return { stdout: world(stdout), failure: essence(world(stderr), program) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Whether the TypeScript has more than types, which Node compiles only if asked, and then with the columns of its own output. */
export function needsTransform({ files }: Program): boolean {
  return Object.entries(files).some(
    ([name, text]) => name.endsWith('ts') && /^(?:export )?(?:const )?enum |^import \w+ = /m.test(text),
  )
}

function run(command: string, args: readonly string[], cwd: string): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const { NODE_OPTIONS: _, ...env } = process.env
    const child = spawn(command, args, { cwd, env: { ...env, NO_COLOR: '1' } })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data) => (stdout += data))
    child.stderr.on('data', (data) => (stderr += data))
    child.on('error', reject)
    child.on('close', () => resolve({ stdout, stderr }))
  })
}

/** A report of an uncaught error without Node's own frames, properties and version. */
export function essence(report: string, program: Program): string {
  const lines = report
    .replace(/^\(node:\d+\) .*\n|^\(Use `node .*\n|^Reparsing as ES module.*\n|^To eliminate this warning.*\n/gm, '')
    .replace(/^node:internal.*\n(?:.*\n)*?\n/, '')
    .replace(/ \{\n(?: {2}.*\n)*\}/, '')
    .replace(/at <anonymous> \((.*)\)/g, 'at $1')
    .split('\n')
    .filter((line) => !/^\s+at .*node:|^\s+at .*<anonymous>|^Node\.js v|^\s+at async Promise/.test(line))
  const text = lines.join('\n').trim()
  // Node shows TypeScript without its types, or (with a source map) under its path.
  const plain = text.replace(/^(.*\.[mc]?ts:\d+\n).*\n/, '$1')
  return needsTransform(program) ? plain.replaceAll('file:///', '/') : plain
}

/** Runs a program with our loader in a fresh vm context, its files under /work. */
export async function runInLoader(program: Program): Promise<Outcome> {
  const files = Object.fromEntries(Object.entries(program.files).map(([name, text]) => [`/work/${name}`, text]))
  let stdout = ''
  const log = (...values: unknown[]) => {
    stdout += `${format(...values)}\n`
  }
  let pending = 0
  const delayed = (run: () => void, ms: number) => {
    pending++
    setTimeout(() => {
      pending--
      run()
    }, ms)
  }
  const { loader } = createVmLoader(files, { console: { log }, setTimeout: delayed })
  let failure = ''
  try {
    await loader.runMain(`/work/${program.entry}`)
  } catch (error) {
    failure = essence(report(loader, program, error), program)
  }
  do await new Promise((resolve) => setTimeout(resolve, 5))
  while (pending > 0)
  return { stdout, failure }
}

/** What a realm prints of an uncaught error. */
function report(loader: ModuleLoader, program: Program, error: unknown): string {
  const stack = loader.mapStack(String((error as Error).stack))
  const isRejection = !program.entry.endsWith('.cjs')
  const excerpt = loader.errorExcerpt(stack, isRejection ? 'unhandledRejection' : 'uncaughtException')
  return excerpt ? `${excerpt}\n\n${stack}` : stack
}

/** A loader over `vm`, with the few builtins that the programs use. */
export function createVmLoader(files: Record<string, string>, globals: Record<string, unknown> = {}) {
  const context = vm.createContext(globals)
  const realm = vm.runInContext('globalThis', context) as RealmGlobals
  const compileFunction: CompileFunction = (code, parameters, filename) =>
    vm.compileFunction(code, [...parameters], { filename, parsingContext: context })
  const builtins = {
    has: (specifier: string) => /^(?:node:)?(?:net|path|module)$/.test(specifier),
    load: (specifier: string) =>
      specifier.endsWith('module')
        ? { createRequire: loader.createRequire.bind(loader) }
        : modules.createRequire('/')(specifier),
  }
  const loader = createModuleLoader({ files: recordFiles(files), globals: realm, builtins, compileFunction })
  return { loader, context, compileFunction }
}

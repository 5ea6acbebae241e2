/**
 * Extracts Node's own library from the pinned Node: every `lib/*.js` byte for byte, every constant of every binding, and their
 * license, into `src/runtime/node/library/kept/`. Run it when the pinned version changes; builds only unpack what it left.
 * `extract-node-library.ts FILE` writes the library to FILE as JSON and leaves the repository alone.
 *
 * It continues under the pinned Node on Linux x64: a process's library, constants and error texts are that version's there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { NodeLibrary } from '#node/library/index.ts'
import { PINNED_VERSION, pinnedNode, pinnedPackage } from '#node/library/on-disk/index.ts'
import { outlineOf } from './build/module-outline.ts'

type InternalBinding = (name: string) => Record<string, unknown>

/** Bindings whose constants are read. Their functions are what `src/runtime/node/realm/bindings/` provides. */
const BINDINGS = [
  'async_wrap',
  'block_list',
  'buffer',
  'cares_wrap',
  'config',
  'constants',
  'contextify',
  'crypto',
  'errors',
  'fs',
  'http2',
  'http_parser',
  'messaging',
  'module_wrap',
  'modules',
  'os',
  'performance',
  'pipe_wrap',
  'process_methods',
  'stream_wrap',
  'string_decoder',
  'symbols',
  'task_queue',
  'tcp_wrap',
  'tls_wrap',
  'trace_events',
  'tty_wrap',
  'udp_wrap',
  'util',
  'uv',
  'worker',
  'zlib',
]

/** Modules that a simulated process has no code for: a package may import them, and their functions throw. */
const OUTLINED = [
  '_tls_common',
  'inspector',
  'inspector/promises',
  'repl',
  'sea',
  'sqlite',
  'test',
  'test/reporters',
  'trace_events',
  'v8',
  'wasi',
]

/** Sources that no program of a simulated host can reach: Node's own developer tools and the compilers bundled with it. */
const LEFT_OUT = /^internal\/(deps\/(amaro|acorn|v8)|v8_prof)/

/** Marks an object without a prototype, which `os.constants` and others are. */
const NULL_PROTOTYPE = '__proto__null'

/**
 * The part of a binding's value that is data. Constants are often not enumerable, so own property names are read, not keys.
 * Returns undefined for functions, symbols and typed arrays, which are behavior or memory shared with C++.
 */
function dataOf(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (typeof value !== 'object' || ArrayBuffer.isView(value)) return undefined
  if (Array.isArray(value)) return value.map(dataOf)
  if (value instanceof Map) return [...value].map(([key, entry]) => [key, dataOf(entry)])
  const result: Record<string, unknown> = Object.getPrototypeOf(value) === null ? { [NULL_PROTOTYPE]: true } : {}
  for (const name of Object.getOwnPropertyNames(value)) {
    const data = dataOf((value as Record<string, unknown>)[name])
    if (data !== undefined) result[name] = data
  }
  return result
}

function bindingConstants(internalBinding: InternalBinding): Record<string, unknown> {
  const constants: Record<string, unknown> = {}
  for (const name of BINDINGS) constants[name] = dataOf(internalBinding(name))
  const privateSymbols = internalBinding('util').privateSymbols as object
  const errorMap = (internalBinding('uv').getErrorMap as () => Map<number, [string, string]>)()
  const options = internalBinding('options') as Record<string, () => unknown>
  const symbols = internalBinding('symbols')
  return {
    ...constants,
    private_symbols: Object.getOwnPropertyNames(privateSymbols),
    symbols: Object.fromEntries(
      Object.getOwnPropertyNames(symbols).map((key) => [key, (symbols[key] as symbol).description]),
    ),
    uv_errors: dataOf(errorMap),
    options: { values: dataOf(options.getCLIOptionsValues!()), embedder: dataOf(options.getEmbedderOptions!()) },
  }
}

/**
 * The frames that Node's own loader leaves below a program's top level, by the entry's extension: a stack trace of a simulated
 * process ends with them as on real Node.
 */
function entryFrames(): Record<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'entry-frames-'))
  const frames = (extension: string): [string, string[]] => {
    const file = join(folder, `entry${extension}`)
    writeFileSync(file, 'Error.stackTraceLimit = 20\nthrow new Error()\n')
    const child = spawnSync(process.execPath, [file], { encoding: 'utf8' })
    const lines = child.stderr.split('\n').filter((line) => line.startsWith('    at '))
    if (lines.length < 2) throw new Error(`A program that throws left no stack trace:\n${child.stderr}`)
    return [extension, lines.slice(1).map((line) => line.slice('    at '.length))]
  }
  const result = Object.fromEntries(['.cjs', '.mjs', '.cts'].map(frames))
  rmSync(folder, { recursive: true })
  return result
}

/** Node's license, which the pinned Node's package has beside its binary. */
function license(): string {
  const folder = dirname(dirname(process.execPath))
  const file = [folder, `${folder}/share/doc/node`].map((place) => join(place, 'LICENSE')).find(existsSync)
  if (!file) throw new Error(`Node's LICENSE was not found in ${folder}; it must be shipped with its library.`)
  return readFileSync(file, 'utf8')
}

/** llhttp is compiled into the binary; undici, which is inside it too, has it as WebAssembly, the first time without SIMD. */
function httpParser(natives: Record<string, string>): string {
  const text = /"(AGFzb[\w+/]+=*)"/.exec(natives['internal/deps/undici/undici'] ?? '')?.[1]
  if (text === undefined) throw new Error("Node's undici holds no WebAssembly: where is llhttp now?")
  return text
}

function extract(): NodeLibrary {
  const require = createRequire(import.meta.url)
  const { internalBinding } = require('internal/test/binding') as { internalBinding: InternalBinding }
  const builtins = internalBinding('builtins') as {
    natives: Record<string, string>
    builtinIds: string[]
    config: string
  }
  const sources: Record<string, string> = {}
  for (const id of builtins.builtinIds) {
    const source = builtins.natives[id]
    if (typeof source === 'string' && !LEFT_OUT.test(id)) sources[id] = source
  }
  return {
    license: license(),
    httpParser: httpParser(builtins.natives),
    version: process.version,
    sources,
    data: {
      bindings: bindingConstants(internalBinding),
      builtinIds: builtins.builtinIds,
      config: builtins.config,
      versions: { ...process.versions } as Record<string, string>,
      release: dataOf(process.release) as Record<string, string>,
      entryFrames: entryFrames(),
      outlines: Object.fromEntries(OUTLINED.map((id) => [id, outlineOf(require(`node:${id}`))])),
    },
  }
}

async function main([file]: string[]): Promise<number> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error("The library is Node's for Linux x64, the system of simulated hosts: run this there.")
    return 2
  }
  if (!process.execArgv.includes('--expose-internals')) {
    const node = pinnedNode()
    const flags = ['--expose-internals', '--no-warnings']
    if (node) return spawnSync(node, [...flags, ...process.argv.slice(1)], { stdio: 'inherit' }).status ?? 2
    console.error(`${pinnedPackage()}@${PINNED_VERSION} is not installed: run npm install.`)
    return 2
  }
  const library = extract()
  if (file) {
    writeFileSync(file, JSON.stringify(library))
    return 0
  }
  // Imported only now: `crypto` adds to its binding's constants when it is loaded.
  const { keepLibrary } = await import('./build/kept-library.ts')
  console.log(`scripts/build/kept-library.ts: SHA256 = '${keepLibrary(library)}'`)
  return 0
}

process.exitCode = await main(process.argv.slice(2))

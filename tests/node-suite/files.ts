/** The files that a test sees on its host: all of the suite, read-only underneath, and what its module loader reads from the start. */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { MountSource, SourceEntry } from '../../src/runtime/node/files/index.ts'

/** Where the suite lies on the simulated host. */
export const SUITE_ROOT = '/node/test'

const EXECUTABLE = 0o111

/** A folder of this machine for `HostFiles.mount`. Symbolic links are shown as what they lead to. */
export function folderSource(folder: string): MountSource {
  const entryAt = (path: string): SourceEntry | null => {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isDirectory()) return { kind: 'directory' }
    if (!stats?.isFile()) return null
    return { kind: 'file', size: stats.size, executable: (stats.mode & EXECUTABLE) !== 0 }
  }
  return {
    list: (path) =>
      readdirSync(join(folder, path)).flatMap((name) => {
        const entry = entryAt(join(folder, path, name))
        return entry ? [[name, entry] as const] : []
      }),
    read(path, position, length) {
      const descriptor = openSync(join(folder, path), 'r')
      const bytes = new Uint8Array(length)
      const count = readSync(descriptor, bytes, 0, length, position)
      closeSync(descriptor)
      return bytes.subarray(0, count)
    },
  }
}

const STAND_INS = `${SUITE_ROOT}/common/stand-ins`

/** What the runtime does not have yet and `common` cannot do without. The tests of these modules themselves get nothing of it: they fail. */
const STAND_IN_SOURCES: Record<string, string> = {
  child_process: `exports.spawnSync = exports.spawn = exports.exec = () => {
  throw new Error('node:child_process is not supported here yet')
}`,
  cluster: 'module.exports = { isPrimary: true, isWorker: false }',
}

const cache = new Map<string, string>()

function text(file: string): string {
  const content = cache.get(file) ?? readFileSync(file, 'utf8')
  cache.set(file, content)
  return content
}

const REQUIRES = /(?:require\(|from\s+|import\()\s*['"](\.[^'"]*)['"]/g
const REQUIRED_FIXTURES = /(?:require|import)\(\s*(?:fixtures\.(?:path|fileURL)|path\.join)\(((?:\s*['"][^'"]+['"]\s*,?)+)\)/g

/** Absolute path on the simulated host → text: the test, `common`, and what they require. */
export function filesOf(folder: string, name: string, absent: readonly string[]): Record<string, string> {
  const files: Record<string, string> = {}
  const add = (path: string) => {
    const file = resolveFile(path)
    if (file === null) return
    const inHost = `${SUITE_ROOT}/${relative(folder, file)}`
    if (files[inHost] !== undefined) return
    files[inHost] = text(file)
    for (const [, specifier] of text(file).matchAll(REQUIRES)) add(join(dirname(file), specifier!))
    for (const [, parts] of text(file).matchAll(REQUIRED_FIXTURES))
      add(join(folder, 'fixtures', ...[...parts!.matchAll(/['"]([^'"]+)['"]/g)].map((match) => match[1]!)))
  }
  add(join(folder, name))
  for (const file of readdirSync(join(folder, 'common'))) if (/\.m?js$/.test(file)) add(join(folder, 'common', file))
  if (absent.length > 0) addStandIns(files, absent)
  return files
}

function resolveFile(path: string): string | null {
  const candidates = [path, `${path}.js`, `${path}.json`, join(path, 'index.js')]
  return candidates.find((file) => existsSync(file) && statSync(file).isFile()) ?? null
}

function addStandIns(files: Record<string, string>, absent: readonly string[]): void {
  const pattern = new RegExp(`require\\('(?:node:)?(${absent.join('|')})'\\)`, 'g')
  for (const file of Object.keys(files))
    if (file.startsWith(`${SUITE_ROOT}/common/`))
      files[file] = files[file]!.replace(pattern, (_, module) => `require('${STAND_INS}/${module}.js')`)
  for (const module of absent) files[`${STAND_INS}/${module}.js`] = STAND_IN_SOURCES[module]!
}

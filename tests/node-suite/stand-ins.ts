/** Files of the suite's `common` as tests see them while the runtime lacks modules that it cannot do without. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the suite lies on the simulated host. */
export const SUITE_ROOT = '/node/test'

const STAND_INS = `${SUITE_ROOT}/common/stand-ins`

/** The tests of these modules themselves get nothing of it: they fail. */
const SOURCES: Record<string, string> = {
  child_process: `exports.spawnSync = exports.spawn = exports.exec = () => {
  throw new Error('node:child_process is not supported here yet')
}`,
  cluster: 'module.exports = { isPrimary: true, isWorker: false }',
}

/** Absolute path on the simulated host → text. */
export function withStandIns(folder: string, absent: readonly string[]): Record<string, string> {
  const files: Record<string, string> = {}
  if (absent.length === 0) return files
  const pattern = new RegExp(`require\\('(?:node:)?(${absent.join('|')})'\\)`, 'g')
  const common = join(folder, 'common')
  for (const name of readdirSync(common)) {
    if (!name.endsWith('.js')) continue
    const text = readFileSync(join(common, name), 'utf8')
    const changed = text.replace(pattern, (_, module) => `require('${STAND_INS}/${module}.js')`)
    if (changed !== text) files[`${SUITE_ROOT}/common/${name}`] = changed
  }
  for (const module of absent) files[`${STAND_INS}/${module}.js`] = SOURCES[module]!
  return files
}

/**
 * Finds the pinned Node: the one whose library simulated processes run, and with which tests compare them. npm brings it where it is
 * published for the platform; nothing but tests and a host with an older Node needs it. Runs on Node 20 and has no dependencies.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The one version as which programs of simulated hosts behave, whatever Node runs the platform. */
export const PINNED_VERSION = '24.21.0'

/** Returns the name of the npm package that holds the pinned Node for this platform. */
export function pinnedPackage() {
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
}

/** Returns the pinned Node's executable, or null where it is not installed. */
export function pinnedNode() {
  if (process.versions.node === PINNED_VERSION) return process.execPath
  try {
    const folder = join(createRequire(import.meta.url).resolve(`${pinnedPackage()}/package.json`), '..')
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const executable = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return version === PINNED_VERSION && existsSync(executable) ? executable : null
  } catch {
    return null // not published or not installed for this platform
  }
}

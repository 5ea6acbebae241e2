import { readFileSync } from 'node:fs'
import { basename, relative, resolve, sep } from 'node:path'
import { isPackage, PLATFORM } from '../platform.ts'
import { courseFiles, withInstalledSchemas } from './templates/index.ts'
import { write } from './write.ts'

/** Types of the `params.ts` that the platform generates beside every program. */
const PARAMS = new URL('../../../content/params.d.ts', import.meta.url)

/** Writes a course that passes its own check; returns what to print. */
export function writeCourse(folder: string, title: string, platform?: string): string {
  const root = resolve(folder)
  const files = courseFiles(basename(root), title, platform ?? thisPlatform(root))
  const shown = write(root, withInstalledSchemas({ ...files, 'params.d.ts': readFileSync(PARAMS, 'utf8') }))
  return `${shown.join('\n')}\n\nNext: cd ${folder} && npm install && npx ackademy check\n`
}

/** What package.json calls the platform that runs now: its version if it is installed, else the folder of its checkout. */
function thisPlatform(root: string): string {
  if (isPackage) {
    const { version } = JSON.parse(readFileSync(`${PLATFORM}package.json`, 'utf8')) as { version: string }
    return version
  }
  return `file:${relative(root, PLATFORM).split(sep).join('/')}`
}

/** Licenses of the packages whose code is inside of the bundles. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, type Step, sourcesOf } from '../build/step.ts'

const PACKAGE = /^node_modules\/(?:@[^/]+\/)?[^/]+/
const LICENSE = /^(?:licen[cs]e|notice|copying)/i

/** Returns the text of all licenses of packages in what these steps made. Throws for a package that names none. */
export function licensesIn(steps: readonly Step[]): string {
  const folders = steps.flatMap(sourcesOf).flatMap((file) => PACKAGE.exec(file)?.[0] ?? [])
  return [...new Set(folders)].sort().map(licenseOf).join('\n\n')
}

function licenseOf(folder: string): string {
  const at = join(ROOT, folder)
  const { name, version, license } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'))
  const texts = readdirSync(at)
    .filter((file) => LICENSE.test(file))
    .map((file) => readFileSync(join(at, file), 'utf8').trim())
  if (license === undefined && texts.length === 0)
    throw new Error(`${folder} has no license: it can't be in the package`)
  return [`${name} ${version}: ${license}`, ...texts].join('\n\n')
}

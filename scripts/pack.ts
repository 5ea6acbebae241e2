/**
 * Makes the npm package in the working folder, or in the folder named: everything built, no tests, no site. `npm pack` of the checkout itself would
 * pack TypeScript, which Node doesn't run below node_modules.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative, resolve } from 'node:path'
import { command } from './build/command.ts'
import { gradingImage } from './build/grading-image.ts'
import { nodeProcess } from './build/node-process.ts'
import { MODULES, packageModules } from './build/package.ts'
import { bring, ROOT } from './build/step.ts'
import { licensesIn } from './pack/licenses.ts'
import { manifestOf } from './pack/manifest.ts'
import { writeTypes } from './pack/types.ts'

const steps = [...nodeProcess, ...command, ...gradingImage, ...packageModules]

/** Files and folders that the built code reads from where they are in a checkout, and what a person reads. */
const AS_THEY_ARE = [
  ...['README.md', 'CHANGELOG.md', 'LICENSE', 'docs', 'content', 'schemas', 'src/styles/tokens.css'],
  ...['src/runtime/lab/load-driver', 'src/runtime/node/library/kept/LICENSE', 'ci-runner/Dockerfile', 'ci-runner/jail'],
]
const NOT_PACKED = /^(?:node_modules|pictures|\..*)$|\.png$/
/** Tests of ours; those in the course are its exercises'. */
const OUR_TEST = /^(?!content\/).*\.(?:test|case|fixture)\.tsx?$/

/** Writes the package's files to `folder`. */
async function stage(folder: string): Promise<void> {
  for (const step of steps) await bring(step)
  const built = steps.flatMap(({ outputs }) => outputs)
  for (const path of [...AS_THEY_ARE, ...built])
    cpSync(join(ROOT, path), join(folder, path), {
      recursive: true,
      filter: (from) => !NOT_PACKED.test(basename(from)) && !OUR_TEST.test(relative(ROOT, from).replaceAll('\\', '/')),
    })
  mkdirSync(join(folder, 'bin'))
  cpSync(join(ROOT, 'scripts/pack/ackademy.mjs'), join(folder, 'bin/ackademy.mjs'))
  const project = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifestOf(project, MODULES), null, 2)}\n`)
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), licensesIn(steps))
  await writeTypes(Object.values(MODULES), project.imports, join(folder, 'types'))
}

const out = resolve(process.argv[2] ?? '.')
const folder = mkdtempSync(join(tmpdir(), 'ackademy-pack-'))
try {
  await stage(folder)
  mkdirSync(out, { recursive: true })
  const npm = spawnSync('npm', ['pack', folder, '--pack-destination', out, '--loglevel=error'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  process.exitCode = npm.status ?? 1
} finally {
  rmSync(folder, { recursive: true })
}

/**
 * Builds the generated files, then the site. Each step runs only when an input has changed, so `npm start`
 * and `npm test` cost nothing otherwise. `--quiet` prints only errors; `runtime` builds only the code of a program's
 * process, `image` that and the contents of the grading image, `parts` that process and what the pages of every course need,
 * `page` those and what they need of this one, `site` the same with the site.
 */
import { frameDocument, workerBundle, worldBundle } from './build/bundle.ts'
import { command } from './build/command.ts'
import { dueDates, hasOpenedSince } from './build/due-dates.ts'
import { figures } from './build/figures.ts'
import { gradingImage } from './build/grading-image.ts'
import { loadDriver } from './build/load-driver.ts'
import { monacoStyles } from './build/monaco-styles.ts'
import { nodeProcess } from './build/node-process.ts'
import { nodeTypes } from './build/node-types.ts'
import { oneFile } from './build/one-file.ts'
import { installedPackages, packages } from './build/packages.ts'
import { pageLibrary } from './build/page-library.ts'
import { script } from './build/script.ts'
import { sessions } from './build/sessions.ts'
import { bring, type Step } from './build/step.ts'

const quiet = process.argv.includes('--quiet')

/** Steps whose outputs the pages of every course need. */
const parts: readonly Step[] = [
  frameDocument('src/labs/sandbox/frame-boot.ts'),
  worldBundle('world-worker', 'src/labs/sandbox/world/worker.ts'),
  workerBundle('test-worker', 'src/labs/sandbox/tests/worker.ts'),
  loadDriver,
  oneFile,
  pageLibrary,
  installedPackages,
  packages,
  nodeTypes,
  monacoStyles,
]

/** The same with those that are made of the course. */
const page: readonly Step[] = [...parts, figures, sessions, dueDates]

const site: Step = {
  name: 'site',
  outputs: ['dist/index.html'],
  inputs: [
    ...['src', 'content', 'public', 'astro.config.mjs', 'scripts/content-security-policy.ts'],
    ...['scripts/relative-addresses.ts', 'scripts/service-worker.ts'],
    // By name: other files in `generated/` must not cause a rebuild of a site that is being served.
    ...[...nodeProcess, ...page].flatMap(({ outputs }) => outputs),
  ],
  isOutdated: () => hasOpenedSince('dist/index.html'),
  make: () => script(['node_modules/astro/bin/astro.mjs', 'build', '--silent']),
}

const wanted: Record<string, readonly Step[]> = {
  runtime: nodeProcess,
  image: [...nodeProcess, ...gradingImage],
  parts: [...nodeProcess, ...parts],
  page: [...nodeProcess, ...page],
  site: [...nodeProcess, ...page, site],
  all: [...nodeProcess, ...command, ...gradingImage, ...page, site],
}

for (const step of wanted[process.argv[2] ?? 'all'] ?? wanted.all!) {
  const started = performance.now()
  try {
    const ran = await bring(step)
    if (ran && !quiet) console.log(`${step.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
  } catch (error) {
    console.error(`The build stopped at "${step.name}".\n${error instanceof Error ? error.message : error}`)
    process.exit(1)
  }
}

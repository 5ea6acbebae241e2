import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withoutAnswers } from '../../grader/index.ts'
import { exerciseSources, readExercise } from '../../grading/course/index.ts'
import { CommandError } from '../command-error.ts'
import type { ZipFile } from './zip.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What of the platform grades in simulated worlds; tests, pages and the course stay at home. */
const PLATFORM = [
  'bin',
  'scripts',
  'src/runtime',
  'src/grader',
  'src/grading',
  'src/packetdrill',
  'src/cli',
  'ci-runner',
  'src/strings',
]
const TOP = ['package.json', 'package-lock.json', 'tsconfig.json', 'LICENSE']

/** Where an exercise lies that is not in a module. */
const MODULE = '00-exported'

const SETUP = `#!/usr/bin/env bash
# Runs once, when Gradescope builds the image: this is the only step that needs the network.
set -euo pipefail
version=24.21.0
case "$(uname -m)" in aarch64) cpu=arm64 ;; *) cpu=x64 ;; esac
if ! command -v node >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  command -v curl >/dev/null && command -v xz >/dev/null || { apt-get update -qq; apt-get install -y -qq curl ca-certificates xz-utils; }
  curl -fsSL "https://nodejs.org/dist/v$version/node-v$version-linux-$cpu.tar.xz" | tar -xJ -C /usr/local --strip-components=1
fi
cd /autograder/source/platform
npm ci --no-audit --no-fund --loglevel=error --omit=dev
# Makes what grading is made of, and shows that it works: the starter is graded once.
node bin/ackademy.mjs grade --unsandboxed --format json EXERCISE_ID content/*/exercises/EXERCISE_ID/starter >/dev/null || [ $? -eq 1 ]
`

const RUN = `#!/usr/bin/env bash
# Runs for each submission, without a network. A submission that could not be graded leaves no results: Gradescope then says that the
# autograder failed, and nothing is counted.
cd /autograder/source/platform
mkdir -p /autograder/results
node bin/ackademy.mjs grade --unsandboxed --backend simulated --format gradescope --variant sample --seed "$RANDOM" \\
  EXERCISE_ID /autograder/submission >/tmp/results.json
status=$?
[ $status -lt 2 ] || { cat /tmp/results.json; exit $status; }
mv /tmp/results.json /autograder/results/results.json
`

/** Everything in the zip. Throws `CommandError` for an exercise that cannot be graded there. */
export function gradescopeFiles(idOrPath: string): { id: string; files: ZipFile[] } {
  const { exercise } = readExercise(idOrPath)
  if (!exercise.backends.includes('simulated'))
    throw new CommandError(
      `${exercise.id} runs on ${exercise.backends.join(' and ')} only, and Gradescope's containers cannot make networks: use a runner of your own`,
    )
  const text = (path: string, content: string, executable = false): ZipFile => ({
    path,
    bytes: Buffer.from(content, 'utf8'),
    executable,
  })
  return {
    id: exercise.id,
    files: [
      text('setup.sh', SETUP.replaceAll('EXERCISE_ID', exercise.id), true),
      text('run_autograder', RUN.replaceAll('EXERCISE_ID', exercise.id), true),
      ...exerciseFiles(idOrPath).map(([path, content]) => text(path, content)),
      ...platformFiles(),
    ],
  }
}

/** The exercise without its answers, as a course that has only this one. */
function exerciseFiles(idOrPath: string): [string, string][] {
  const { files, topologies, module } = exerciseSources(idOrPath)
  const { exercise, folder } = readExercise(idOrPath)
  const kept = Object.entries(withoutAnswers(files))
  const course = dirname(dirname(folder)).split('/').at(-1)!
  const home = `platform/content/${/^\d\d-/.test(course) ? course : MODULE}`
  return [
    ...kept.map(([path, content]): [string, string] => [`${home}/exercises/${exercise.id}/${path}`, content]),
    ...(module ? [[`${home}/module.yaml`, module.text] as [string, string]] : []),
    ...Object.entries(topologies).map(([name, content]): [string, string] => [
      `platform/content/topologies/${name}`,
      content,
    ]),
  ]
}

function platformFiles(): ZipFile[] {
  const below = PLATFORM.flatMap((folder) => filesBelow(folder).filter((path) => !/\.(test|case)\.tsx?$/.test(path)))
  return [...TOP, ...below].map((path) => ({ path: `platform/${path}`, bytes: readFileSync(join(root, path)) }))
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) return []
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
}

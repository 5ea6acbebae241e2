import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { withoutAnswers } from '#grader'
import { exerciseSources, readExercise } from '#grading/course/index.ts'
import { CommandError } from '../command-error.ts'
import { isPackage, PLATFORM } from '../platform.ts'
import type { ZipFile } from './zip.ts'

/** The parts of the platform that grade in simulated worlds; tests, pages and the course are left out. */
const PARTS = [
  'bin',
  'scripts',
  'src/runtime',
  'src/grader',
  'src/grading',
  'src/packetdrill',
  'src/cli',
  'ci-runner',
  'src/strings',
  // What `start` serves is not there, but its verb is part of the command.
  'src/labs/offline',
  'src/labs/site',
]
// Modules aren't: course.yaml alone makes a course of the exercise's folder.
const TOP = ['package-lock.json', 'tsconfig.json', 'LICENSE', 'content/course.yaml']

/** Folder for an exercise that is not in a module. */
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
# Installs packages, makes what grading is made of, and shows that it works: the starter is graded once.
starter=$(echo content/*/exercises/EXERCISE_ID/starter)
status=0
node bin/ackademy.mjs grade --course content --unsandboxed --format gradescope EXERCISE_ID "$starter" >/tmp/setup.json || status=$?
IS_GRADE "$status" /tmp/setup.json || { echo 'the starter cannot be graded here: the message is above' >&2; exit 1; }
`

const RUN = `#!/usr/bin/env bash
# Runs for each submission, without a network. A submission that could not be graded leaves no results: Gradescope then says that the
# autograder failed, and nothing is counted.
cd /autograder/source/platform || exit 1
mkdir -p /autograder/results
rm -f /autograder/results/results.json
results=$(mktemp)
node bin/ackademy.mjs grade --course content --unsandboxed --backend simulated --format gradescope --variant sample --seed "$RANDOM" \\
  EXERCISE_ID /autograder/submission >"$results"
status=$?
IS_GRADE "$status" "$results" || { cat "$results"; echo "could not be graded (status $status)" >&2; exit 1; }
mv "$results" /autograder/results/results.json
`

/** Shell: status 0 or 1, and a complete results.json. A crash of any kind is neither a pass nor a failure. */
const IS_GRADE = `is_grade() {
  [ "$1" -le 1 ] && node -e 'const { score, tests } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")); process.exit(typeof score === "number" && Array.isArray(tests) ? 0 : 1)' "$2"
}
`

/** A script for one exercise. */
const script = (text: string, id: string): string =>
  text
    .replace('\ncd ', () => `\n${IS_GRADE}cd `)
    .replaceAll('IS_GRADE', 'is_grade')
    .replaceAll('EXERCISE_ID', id)

/** Everything in the zip. Throws `CommandError` for an exercise that cannot be graded there. */
export function gradescopeFiles(idOrPath: string): { id: string; files: ZipFile[] } {
  if (isPackage)
    throw new CommandError(
      "the export holds the platform's sources, which the installed package hasn't: use a checkout",
    )
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
      text('setup.sh', script(SETUP, exercise.id), true),
      text('run_autograder', script(RUN, exercise.id), true),
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
  const course = basename(dirname(dirname(folder)))
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
  const below = PARTS.flatMap((folder) =>
    filesBelow(folder).filter((path) => !/\.(test|case|fixture)\.tsx?$/.test(path)),
  )
  const files = [...TOP, ...below].map((path) => ({
    path: `platform/${path}`,
    bytes: readFileSync(join(PLATFORM, path)),
  }))
  return [{ path: 'platform/package.json', bytes: Buffer.from(packageWithoutTools()) }, ...files]
}

/** Dependencies of tests, checks and builds of the site are not installed there. */
function packageWithoutTools(): string {
  const { devDependencies: _, scripts: __, ...rest } = JSON.parse(readFileSync(join(PLATFORM, 'package.json'), 'utf8'))
  return `${JSON.stringify(rest, null, 2)}\n`
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(PLATFORM, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) return []
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
}

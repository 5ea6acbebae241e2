/** The floors of ARCHITECTURE.md, for the check of the imports. */

/** Ground floor first. A folder may import its own floor and the floors before it. */
export const FLOORS: readonly (readonly string[])[] = [
  ['src/runtime/network'],
  ['src/packetdrill'],
  ['src/runtime/node'],
  ['src/runtime/sockets'],
  ['src/runtime/lab'],
  ['src/grader'],
  ['src/strings', 'ci-runner'],
  ['src/grading'],
  ['src/labs', 'src/cli'],
  ['src/components', 'src/layouts', 'src/pages', 'src/styles', 'content', 'scripts', 'tests', 'bench'],
]

/** Neighbors on one floor that must not know each other. */
export const STRANGERS: readonly (readonly [string, string])[] = [
  ['src/labs', 'src/grading'],
  ['src/labs', 'ci-runner'],
]

/**
 * Cycles that go through types, by a file of each, with the number of files in it. No others may appear, and these may not
 * grow: a class and its parts know each other's types, and the parts would have to say what they need of the whole.
 */
export const TYPE_CYCLES: ReadonlyMap<string, number> = new Map([
  ['src/runtime/network/host/ip/ip-layer.ts', 26],
  ['src/runtime/node/kernel/process.ts', 17],
])

/** Read as data by whoever knows the path: what instructors write, and the program that a process starts again. */
const DATA = /^content(\/|$)|\.(css|json|yaml)$|^scripts\/(command\.ts|end-with-parent\.mjs)$/

const isBelow = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`)

export const folderOf = (file: string): string | undefined => FLOORS.flat().find((folder) => isBelow(file, folder))

export const floorOf = (file: string): number =>
  FLOORS.findIndex((folders) => folders.some((folder) => isBelow(file, folder)))

export const isTest = (file: string): boolean =>
  /\.(test|case|fixture)\.tsx?$/.test(file) || file.startsWith('tests/') || file.startsWith('bench/')

/** Whether `from` may not know `to` because that is on a higher floor. */
export function isUpwards(from: string, to: string): boolean {
  const [below, above] = [floorOf(from), floorOf(to)]
  return below >= 0 && above > below && !isTest(from)
}

export const isData = (path: string): boolean => DATA.test(path)

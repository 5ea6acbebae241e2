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

/** Folders of one floor that must not import each other. */
export const STRANGERS: readonly (readonly [string, string])[] = [
  ['src/labs', 'src/grading'],
  ['src/labs', 'ci-runner'],
]

/** Files that are read as data, not imported: course content, and programs that a process starts again. */
const DATA = /^content(\/|$)|\.(css|json|yaml)$|^scripts\/(command\.ts|end-with-parent\.mjs)$/

const isBelow = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`)

export const folderOf = (file: string): string | undefined => FLOORS.flat().find((folder) => isBelow(file, folder))

export const floorOf = (file: string): number =>
  FLOORS.findIndex((folders) => folders.some((folder) => isBelow(file, folder)))

export const isTest = (file: string): boolean =>
  /\.(test|case|fixture)\.tsx?$/.test(file) || file.startsWith('tests/') || file.startsWith('bench/')

/** Whether `to` is on a higher floor, so that `from` must not import it. */
export function isUpwards(from: string, to: string): boolean {
  const [below, above] = [floorOf(from), floorOf(to)]
  return below >= 0 && above > below && !isTest(from)
}

export const isData = (path: string): boolean => DATA.test(path)

/** The program that a process runs: its files, its entry, and what its stack frames refer to. */
import type { RealmContext } from './context.ts'
import type { Any } from './types.ts'

const pathOf = (file: string): string =>
  file.startsWith('file://') ? decodeURIComponent(file.slice('file://'.length)) : file

/** Whether a stack frame's file is one of the program's. */
export function isProgramFile(realm: RealmContext, file: string): boolean {
  return realm.start.files[pathOf(file)] !== undefined
}

/** The place in the source of a place in the compiled text; null where the text is not the program's. */
export function originalPlace(
  realm: RealmContext,
  file: string,
  line: number,
  column: number,
): { line: number; column: number } | null {
  return isProgramFile(realm, file) ? { line, column } : null
}

export function programLine(realm: RealmContext, file: string, line: number): string | null {
  return realm.start.files[pathOf(file)]?.split('\n')[line - 1] ?? null
}

/** The frames that Node's loader leaves below the top level of a program's entry. */
export function entryFrames(realm: RealmContext): string[] {
  const entry = realm.start.argv[1] ?? ''
  return realm.data.entryFrames[entry.endsWith('.cjs') ? '.cjs' : '.mjs'] ?? []
}

export function runMain(realm: RealmContext): void {
  const { start, platform } = realm
  const filename = start.argv[1]!
  const module: Any = { exports: {}, filename, id: '.' }
  const requireModule = (id: string) => realm.requireBuiltin(id)
  platform
    .compileFunction(start.files[filename]!, ['exports', 'require', 'module', '__filename', '__dirname'], filename)
    .call(module.exports, module.exports, requireModule, module, filename, filename.replace(/\/[^/]*$/, ''))
}

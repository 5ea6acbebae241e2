import type { Files } from '../exercise/index.ts'
import { ALL_OPERATORS, type Edit } from './operators.ts'
import { type AnyNode, nodesBelow, parseModule } from './syntax.ts'

/** A solution with one change. */
export interface Mutant {
  /** `server.ts:17 the listener of 'error' is gone` */
  name: string
  file: string
  /** In the solution's file, from 1. */
  line: number
  idea: string
  /** The line before and after, without its indentation. */
  before: string
  after: string
  /** The solution with this change. */
  files: Files
}

/** Returns all mutants of the named files of a solution, in the order of the source; two changes that make the same program count once. */
export function mutantsOf(solution: Files, names: readonly string[]): Mutant[] {
  return names.filter((name) => /\.[cm]?[jt]s$/.test(name)).flatMap((name) => mutantsOfFile(solution, name))
}

function mutantsOfFile(solution: Files, file: string): Mutant[] {
  const parsed = parseModule(solution[file] ?? '', file)
  if (!parsed) return []
  const { source, program } = parsed
  const seen = new Set([source])
  return editsOf(program, source).flatMap((edit) => {
    const text = source.slice(0, edit.start) + edit.text + source.slice(edit.end)
    // A mutant that does not parse says nothing about the tests.
    if (seen.has(text) || !parseModule(text, file)) return []
    seen.add(text)
    return [describe({ solution, file, source, text, edit })]
  })
}

function editsOf(program: AnyNode, source: string): Edit[] {
  const edits: Edit[] = []
  for (const [node, parents] of nodesBelow(program)) {
    if (parents.some(({ type }) => type === 'ImportDeclaration' || type === 'ExportAllDeclaration')) continue
    for (const operator of ALL_OPERATORS) edits.push(...operator(node, parents, source))
  }
  return edits
}

interface Change {
  solution: Files
  file: string
  source: string
  text: string
  edit: Edit
}

function describe({ solution, file, source, text, edit }: Change): Mutant {
  const line = source.slice(0, edit.start).split('\n').length
  const lineOf = (all: string) => (all.split('\n')[line - 1] ?? '').trim()
  return {
    name: `${file}:${line} ${edit.idea}`,
    file,
    line,
    idea: edit.idea,
    before: lineOf(source),
    after: lineOf(text),
    files: { ...solution, [file]: text },
  }
}

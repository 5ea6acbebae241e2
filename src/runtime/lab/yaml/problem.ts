/** An error in a file, with what its author needs to fix it. */
export interface Problem {
  file: string
  /** From 1. */
  line: number
  /** From 1. */
  column: number
  /** `topology.nodes.server.kind`; empty for the whole file. */
  path: string
  /** What was found, what was expected, and a suggestion. */
  message: string
}

/** Thrown with everything that is wrong in a file, in the file's order. The message has one line per problem. */
export class FileProblems extends Error {
  override readonly name = 'FileProblems'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const ordered = [...problems].sort((a, b) => a.line - b.line || a.column - b.column)
    super(ordered.map(formatProblem).join('\n'))
    this.problems = ordered
  }
}

/** `wire.yaml:7:13: topology.links[0].delay: found "10 ms", expected a duration like "10ms"` */
export function formatProblem({ file, line, column, path, message }: Problem): string {
  return `${file}:${line}:${column}: ${path ? `${path}: ` : ''}${message}`
}

/**
 * Finds the loop that a program never leaves. Every loop and every function calls `ackademyMark` at the beginning of its body; after
 * a million calls without a return to the event loop, the program writes the line that is still looping to its standard error, and
 * ends. Plain JavaScript on the lines of the original: it runs wherever a program does.
 */
import type { AnyNode } from 'acorn'
import { lineAt, lineStartsOf, type TextEdit } from '../position-map.ts'
import { SourceFile } from './source-file.ts'

/** Marks before the program counts as stuck, and marks that are then counted line by line. */
const MOST = 1_000_000
const COUNTED = 100_000
const SIGN = 'ackademy went round'
const SAID = new RegExp(`^${SIGN}\\n(loop|function)\\n(.+):(\\d+)\\n(\\d+)$`, 'm')

const LOOP = /^(?:For|ForIn|ForOf|While|DoWhile)Statement$/
const FUNCTION = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/

export interface LoopPlace {
  kind: 'loop' | 'function'
  file: string
  line: number
  /** Number of runs while it was counted. */
  times: number
}

/** Returns a file's JavaScript with its loops marked; the text itself if it cannot be parsed, or has no loop and no function. */
export function markLoops(file: string, source: string): string {
  if (!/\.[cm]?[jt]s$/.test(file)) return source
  const text = new SourceFile(source, `/work/${file}`, {})
  if (text.stripTypes('module')) return source
  const program = text.parse('module') ?? text.parse('commonjs')
  if (!program) return source
  const edits: TextEdit[] = []
  const starts = lineStartsOf(text.code)
  walk(program, (node) => edits.push(...marksOf(node, `${file}:${lineAt(starts, node.start) + 1}`)))
  if (edits.length === 0) return source
  const head = { start: 0, end: 0, replacement: text.code.startsWith('#!') ? '//' : MARKER }
  return text.edit([head, ...edits]).text
}

/** Reads the report of a program with marked loops; null if it never counted that far. */
export function loopSaid(stderr: string): LoopPlace | null {
  const [, kind, file, line, times] = SAID.exec(stderr) ?? []
  if (kind === undefined) return null
  return { kind: kind as LoopPlace['kind'], file: file!, line: Number(line), times: Number(times) }
}

function marksOf(node: AnyNode, place: string): TextEdit[] {
  const isLoop = LOOP.test(node.type)
  if (!isLoop && !FUNCTION.test(node.type)) return []
  const { type, start, end } = (node as AnyNode & { body: AnyNode }).body
  const call = `ackademyMark(${JSON.stringify(place)},${isLoop})`
  if (type === 'BlockStatement') return [insert(start + 1, `${call};`)]
  // A statement becomes a block; an expression as an arrow function's body becomes the second of two.
  return isLoop ? [insert(start, `{${call};`), insert(end, '}')] : [insert(start, `(${call},`), insert(end, ')')]
}

const insert = (at: number, replacement: string): TextEdit => ({ start: at, end: at, replacement })

function walk(node: AnyNode, visit: (node: AnyNode) => void): void {
  visit(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (child !== null && typeof child === 'object' && typeof (child as AnyNode).type === 'string')
        walk(child as AnyNode, visit)
  }
}

/**
 * Runs in the learner's program, before its first line and on it. Of the counted lines, the loop with the fewest
 * rounds is the outermost: those inside it have more. Functions count only if no loop does: callbacks that call each other
 * forever.
 */
const MARKER = `globalThis.ackademyMark ??= (() => {
  const { writeSync } = process.getBuiltinModule('fs');
  const end = process.reallyExit;
  let passed = 0, loops = new Map(), calls = new Map();
  const returned = () => { passed = 0; loops = new Map(); calls = new Map(); };
  return (place, isLoop) => {
    if (passed++ === 0) setImmediate(returned).unref();
    if (passed < ${MOST}) return;
    const lines = isLoop ? loops : calls;
    lines.set(place, (lines.get(place) ?? 0) + 1);
    if (passed < ${MOST + COUNTED}) return;
    const again = [...loops].filter(([, times]) => times > 1);
    const kind = again.length > 0 ? 'loop' : 'function';
    const [first] = (again.length > 0 ? again : [...calls]).toSorted(([, a], [, b]) => a - b);
    if (passed === ${MOST + COUNTED} && first) writeSync(2, ['', '${SIGN}', kind, ...first, ''].join(String.fromCharCode(10)));
    end.call(process, 1);
    throw new Error('${SIGN}');
  };
})();`.replace(/\n\s*/g, ' ')

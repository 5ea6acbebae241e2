/**
 * `await` that keeps the frame of the waiting code. V8 carries the frame of `AsyncLocalStorage` with a promise and shows it only to C++; where the
 * runtime has no C++, the text of an async function does this:
 *
 *     await x              resume(await (held = hold(x)).value, held)
 *     catch { … }          catch { caught(held); … }
 *     for await (a of b)   for await (a of (held2 = hold(b)).value) { resume(0, held2); … } resume(0, held2)
 *
 * `hold` saves the frame once `x` is evaluated, as V8 does, and `resume` makes it the current one again; `caught` does so for an await that was
 * rejected. `held` is a variable of the function, since each of its calls waits for one thing at a time; an arrow function whose body is an
 * expression can't declare one and saves the frame before `x` is evaluated.
 */
import type { AnyNode, ForOfStatement, Program, TryStatement } from 'acorn'
import type { TextEdit } from '../position-map.ts'

/** Functions that the text calls; in its scope by these names. */
export const FRAME_FUNCTIONS = { hold: 'ackademyHold', resume: 'ackademyResume', caught: 'ackademyCaught' } as const

/** Edits around others at the same places: those of `before` must come first, those of `after` last. */
export interface FrameEdits {
  before: TextEdit[]
  after: TextEdit[]
}

/** The variables of one function. */
interface Room {
  readonly held: string
  readonly names: Set<string>
}

const KEYWORD = 'await'.length
const { hold, resume, caught } = FRAME_FUNCTIONS

export function frameEdits(source: string, program: Program): FrameEdits {
  const editor = new Editor()
  if (/\bawait\b/.test(source)) editor.body(program.body, program.end, (room) => editor.children(program, room))
  return editor.edits
}

class Editor {
  readonly #variables: TextEdit[] = []
  readonly #before: TextEdit[] = []
  readonly #after: TextEdit[] = []
  readonly #labelled = new Set<AnyNode>()
  #rooms = 0

  get edits(): FrameEdits {
    return { before: [...this.#variables, ...this.#before], after: this.#after }
  }

  /** Walks a body that can declare variables. `end`: where they go if it is empty. */
  body(statements: readonly AnyNode[], end: number, walk: (room: Room) => void): void {
    const room: Room = { held: this.#name(), names: new Set() }
    walk(room)
    if (room.names.size === 0) return
    const first = statements.find((node) => !('directive' in node && node.directive !== undefined))
    insert(this.#variables, first?.start ?? end, `var ${[...room.names].join()};`)
  }

  children(node: AnyNode, room: Room | null): void {
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) this.#node(child, room)
    }
  }

  #name(): string {
    return `ackademyHeld${this.#rooms++}`
  }

  /** Inserts around a node: text before it comes before that of its parts, text after it comes after theirs. */
  #node(node: AnyNode, room: Room | null): void {
    if (FUNCTION.test(node.type) && 'body' in node) this.#function(node, node.body as AnyNode)
    else if (node.type === 'AwaitExpression') this.#await(node, room)
    else if (node.type === 'ForOfStatement' && node.await && room) this.#forAwait(node, room)
    else {
      if (node.type === 'LabeledStatement') this.#labelled.add(node.body)
      if (node.type === 'TryStatement' && room) this.#try(node, room)
      this.children(node, room)
    }
  }

  #function(node: AnyNode, body: AnyNode): void {
    if (body.type !== 'BlockStatement') this.children(node, null)
    else this.body(body.body, body.end - 1, (room) => this.children(node, room))
  }

  #await(node: AnyNode, room: Room | null): void {
    const { start, end } = node
    if (room === null) insert(this.#before, start, `${hold}().resume(`)
    else {
      room.names.add(room.held)
      insert(this.#before, start, `${resume}(`)
      insert(this.#before, start + KEYWORD, `(${room.held}=${hold}(`)
    }
    this.children(node, room)
    insert(this.#after, end, room === null ? ')' : `)).value,${room.held})`)
  }

  /** Code after a rejection continues in the function's frame. */
  #try({ handler, finalizer }: TryStatement, room: Room): void {
    for (const block of [handler?.body, finalizer]) {
      if (!block) continue
      room.names.add(room.held)
      insert(this.#before, block.start + 1, `${caught}(${room.held});`)
    }
  }

  #forAwait(node: ForOfStatement, room: Room): void {
    const { start, end, right, body } = node
    const held = this.#name()
    room.names.add(held)
    const again = `${resume}(0,${held});`
    const isBlock = body.type === 'BlockStatement'
    // A label belongs to the loop itself.
    const isFree = !this.#labelled.has(node)
    if (isFree) insert(this.#before, start, '{')
    insert(this.#before, right.start, `(${held}=${hold}((`)
    insert(this.#before, isBlock ? body.start + 1 : body.start, isBlock ? again : `{${again}`)
    this.children(node, room)
    insert(this.#after, right.end, '))).value')
    if (!isBlock) insert(this.#after, body.end, '}')
    if (isFree) insert(this.#after, end, `${again}}`)
  }
}

const FUNCTION = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/

const isNode = (value: unknown): value is AnyNode =>
  value !== null && typeof value === 'object' && typeof (value as AnyNode).type === 'string'

function insert(edits: TextEdit[], at: number, replacement: string): void {
  edits.push({ start: at, end: at, replacement })
}

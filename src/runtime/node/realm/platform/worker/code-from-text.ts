import type { Any } from '../../types.ts'
import type { Environment } from './environment.ts'
import { evaluateText } from './scripts.ts'

/** How the text of a function begins, by the kind of function. */
const KINDS: readonly [keyword: string, example: object][] = [
  ['function anonymous', () => {}],
  ['async function anonymous', async () => {}],
  ['function* anonymous', function* () {}],
  ['async function* anonymous', async function* () {}],
]

/**
 * Replaces `Function`, its kin and `eval` of the worker, which the page's policy forbids, by scripts in the global scope of `running`: the process
 * whose code runs. `eval` is always an indirect one: it doesn't see the local variables of its caller.
 */
export function allowCodeFromText(environment: Environment, running: () => Any): void {
  const scope = globalThis as Any
  const evaluate = (text: string) => evaluateText(environment, running(), text)
  for (const [keyword, example] of KINDS) {
    const prototype = Object.getPrototypeOf(example)
    const maker = makerFrom(prototype.constructor, keyword, evaluate)
    Object.defineProperty(prototype, 'constructor', { value: maker })
    if (prototype === Function.prototype) scope.Function = maker
  }
  // A method has no prototype and can't be constructed, as the engine's own.
  scope.eval = { eval: (text: unknown) => (typeof text === 'string' ? evaluate(text) : text) }.eval
}

function makerFrom(native: Any, keyword: string, evaluate: (text: string) => unknown): object {
  const make = (texts: unknown[]): Any => {
    const parts = texts.map(String)
    const body = parts.pop() ?? ''
    const text = `${keyword}(${parts.join(',')}\n) {\n${body}\n}`
    const made = evaluate(`(${text})`)
    // A body that closes the function and goes on is no body.
    if (String(made) !== text) throw new SyntaxError("Unexpected token '}'")
    return made
  }
  return new Proxy(native, {
    apply: (_target, _self, texts) => make(texts),
    construct(target, texts, heir) {
      const made = make(texts)
      return heir.prototype === target.prototype ? made : Object.setPrototypeOf(made, heir.prototype)
    },
  })
}

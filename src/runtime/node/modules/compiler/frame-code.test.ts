import { expect, test } from 'vitest'
import { compileModule } from './compile-module.ts'

/** A frame as the page's runtime keeps it: the current one, and the functions by which async functions restore it. */
function runtime() {
  let current = 'outside'
  type Held = { frame: string; value: unknown; settled: boolean; resume(result: unknown): unknown }
  const settle = (held: Held) => {
    held.settled = true
    current = held.frame
  }
  const scope = {
    ackademyHold(value: unknown): Held {
      const held: Held = {
        frame: current,
        value,
        settled: false,
        resume(result) {
          settle(held)
          return result
        },
      }
      return held
    },
    ackademyResume(result: unknown, held: Held) {
      settle(held)
      return result
    },
    ackademyCaught: (held?: Held) => held && !held.settled && settle(held),
    /** Other code has run in between. */
    forget(value: unknown) {
      current = 'somebody else'
      return value
    },
    enter(name: string) {
      current = name
    },
    now: () => current,
  }
  return scope
}

/** Runs the body of an async function whose `later` and `never` settle while another frame is the current one. */
async function seen(body: string): Promise<unknown> {
  const source = `module.exports = async (said, enter, now, forget) => {
    const later = (value) => Promise.resolve(value).then(forget), never = () => Promise.reject(1).catch((e) => { forget(); throw e })
    async function* pieces() { yield await later(1); forget(); yield 2; forget() }
    ${body} }`
  const compiled = compileModule({ source, filename: '/work/a.cjs' }, { carriesFrames: true })
  if (!compiled.ok || compiled.format !== 'commonjs') throw new Error('not compiled')
  const { enter, now, forget, ...frames } = runtime()
  const module = { exports: null as unknown as (...parameters: unknown[]) => Promise<void> }
  const names = Object.keys(frames)
  const make = new Function(...names, ...compiled.parameters, compiled.code)
  make(...Object.values(frames), {}, null, module)
  const said: string[] = []
  enter('mine')
  await module.exports(said, enter, now, forget)
  return said.join(' ')
}

test('after an await the frame is the one from before, also after a rejection', async () => {
  expect(await seen('await later(1); said.push(now()); try { await never() } catch { said.push(now()) }')).toBe(
    'mine mine',
  )
  expect(await seen('try { await never() } catch {} finally { said.push(now()) }')).toBe('mine')
})

test('the awaited expression may change it first', async () => {
  expect(await seen('await (enter("entered"), later(1)); said.push(now())')).toBe('entered')
})

test('an earlier rejection does not affect a later throw', async () => {
  expect(await seen('await later(1); enter("other"); try { throw 1 } catch { said.push(now()) }')).toBe('other')
})

test('each step of a for await continues in the frame of the loop, and so does the code after it', async () => {
  expect(await seen('for await (const one of pieces()) said.push(one, now()); said.push(now())')).toBe(
    '1 mine 2 mine mine',
  )
  expect(await seen('outer: for await (const one of pieces()) { said.push(now()); continue outer }')).toBe('mine mine')
})

test('arrow functions whose body is an expression, awaits in awaits, and parentheses', async () => {
  expect(await seen('const f = async () => [await later(2), now()]; said.push(...(await f()))')).toBe('2 mine')
  expect(await seen('said.push(await (1, later(await later(3))), now())')).toBe('3 mine')
})

test('lines stay where they are, and so does the column of an await', () => {
  const source = "'use strict'\nasync function f() {\n  try {\n    await x()\n  } catch {}\n}"
  const compiled = compileModule({ source, filename: '/work/a.cjs' }, { carriesFrames: true })
  if (!compiled.ok || compiled.format !== 'commonjs') throw new Error('not compiled')
  const line = compiled.code.split('\n')[3]!
  expect(compiled.originalPosition(4, line.indexOf('await') + 1)).toEqual({ line: 4, column: 5 })
  expect(compiled.originalPosition(4, line.indexOf('x()') + 1)).toEqual({ line: 4, column: 11 })
})

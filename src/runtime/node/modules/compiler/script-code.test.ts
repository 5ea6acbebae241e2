import { expect, test } from 'vitest'
import { scriptCode } from './script-code.ts'

/** Global names of a context. */
type Scope = Record<string, unknown>

const NAMES = { completion: 'result', declare: 'declare' }

/** Runs a script over an object in place of the global one, as a page does. */
function run(source: string, scope: Scope = {}, lexicals: Scope = {}): unknown {
  const compiled = scriptCode(source, 'a.js', NAMES)
  if (!compiled.ok) throw new SyntaxError(compiled.message)
  for (const name of compiled.variables) scope[name] ??= undefined
  for (const name of compiled.lexicals) lexicals[name] = undefined
  const enter = new Function(
    'scope',
    'lexicals',
    'declare',
    'result',
    `with(scope)with(lexicals){${compiled.code}\n}return result`,
  )
  return enter.call(scope, scope, lexicals, (name: string, value: unknown) => {
    scope[name] = value
  })
}

test('the next script sees the declarations of a script; variables and functions become properties of the global object', () => {
  const [scope, lexicals] = [{ x: 1 } as Scope, {} as Scope]
  run('var y = x + 1; let z = 5; class Point {} function sum() { return y + z }', scope, lexicals)
  expect([Object.keys(scope), Object.keys(lexicals)]).toEqual([
    ['x', 'y', 'sum'],
    ['z', 'Point'],
  ])
  expect(run('sum() + z', scope, lexicals)).toBe(12)
})

test('its value is the value of the last statement that has one', () => {
  expect(run('1; var a = 2')).toBe(1)
  expect(run('for (var i = 0; i < 3; i++) i * 2')).toBe(4)
  expect(run('if (false) 1')).toBeUndefined()
  expect(run('"use strict"; 7')).toBe(7)
  expect(run('try { throw 1 } catch (e) { e + 1 }')).toBe(2)
})

test('no line moves', () => {
  const compiled = scriptCode('#!/usr/bin/env node\nlet a = 1\n\nclass B {\n}\na', 'a.js', NAMES)
  expect(compiled.ok && compiled.code.split('\n')).toHaveLength(6)
})

test('a syntax error has its place, its line and a caret', () => {
  const compiled = scriptCode('\nvar a = ;', 'bad.js', NAMES)
  expect(compiled).toMatchObject({ ok: false, message: "Unexpected token ';'" })
  expect(!compiled.ok && compiled.excerpt).toBe('bad.js:2\nvar a = ;\n        ^')
})

// assert shows the expression that was false: the call in its line, whatever stands around it.
const assert = require('node:assert')
const tell = (call) => { try { call() } catch (error) { console.log(error.message, error.generatedMessage) } }
const values = { list: [1, 2], f: (x) => x }
tell(() => assert(values.list.length === 3))
tell(() => assert.ok(values.f(')') === "(" && /\)/.test('x')))
tell(() => { assert.ok(false); assert.ok(true) })
tell(() => assert['ok'](null))
tell(() => assert?.strict.ok(0))
tell(() => (assert.equal(1, 1), assert(typeof 123 === 'string')))
tell(() => assert.ok(
  values.f(0),
))
tell(() => assert())
tell(() => assert.ok(0, 'own words'))
const other = assert.strict
tell(() => other(values.f(false)))

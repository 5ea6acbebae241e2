// createHook: init, before and after of timers, ticks and promises, and who triggered whom.
const hooks = require('async_hooks')
const names = new Map([[1, 'main']])
const lines = []
let counter = 0
const hook = hooks.createHook({
  init(id, type, trigger) { names.set(id, `${type}#${++counter}`); lines.push(`init ${names.get(id)} by ${names.get(trigger)} in ${names.get(hooks.executionAsyncId())}`) },
  before: (id) => names.has(id) && lines.push(`before ${names.get(id)}`),
  after: (id) => names.has(id) && lines.push(`after ${names.get(id)}`),
}).enable()
setTimeout(() => {
  lines.push(`in ${names.get(hooks.executionAsyncId())}`)
  setImmediate(() => process.nextTick(() => {
    hook.disable()
    for (const line of lines) console.log(line)
  }))
}, 1)
const resource = new hooks.AsyncResource('MINE')
resource.runInAsyncScope(() => lines.push(`in ${names.get(hooks.executionAsyncId())}`))
resource.emitDestroy()
lines.push(`${hooks.executionAsyncId()} ${hooks.triggerAsyncId()} ${Object.keys(hooks.executionAsyncResource())}`)

// async_hooks of promises: who made which, around which callbacks they run, when they settle, and what is current in between.
// differs in Chromium: promises make no events of async_hooks in the page, since V8 reports them only to C++
const { AsyncResource, createHook, executionAsyncId, executionAsyncResource } = require('node:async_hooks')
const lines = []
const names = new Map([[executionAsyncId(), 'main']])
const nameOf = (id) => names.get(id) ?? 'unknown'
const hook = createHook({
  init(id, type, trigger) {
    names.set(id, `${type}#${names.size}`)
    lines.push(`init ${nameOf(id)} by ${nameOf(trigger)} in ${nameOf(executionAsyncId())}`)
  },
  before: (id) => lines.push(`before ${nameOf(id)}`),
  after: (id) => lines.push(`after ${nameOf(id)}`),
  promiseResolve: (id) => lines.push(`resolve ${nameOf(id)}`),
})
const early = Promise.resolve()
hook.enable()
const say = (what) => lines.push(`${what} in ${nameOf(executionAsyncId())}`)
async function visit() {
  say('visit')
  await null
  say('after await')
  executionAsyncResource().mark = 'kept'
  await new Promise((resolve) => setTimeout(resolve, 1))
  say('after a timer')
  process.nextTick(say, 'tick')
  queueMicrotask(() => say('microtask'))
  await Promise.reject(new Error('no')).catch(() => say('catch'))
}
early.then(() => say('early'))
visit()
  .then(() => new AsyncResource('MINE').runInAsyncScope(say, null, 'mine'))
  .finally(() => {
    hook.disable()
    setImmediate(() => console.log(lines.join('\n')))
  })

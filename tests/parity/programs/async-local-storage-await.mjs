// AsyncLocalStorage across await, promises, ticks, timers, sockets and generators.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { EventEmitter, on } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { pipeline } from 'node:stream/promises'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'

const storage = new AsyncLocalStorage()
const say = (what) => console.log(what, storage.getStore())
const rejected = () => Promise.reject(new Error('no'))

async function visit(name) {
  say(`${name} at once`)
  await null
  say(`${name} after await`)
  await wait(1)
  say(`${name} after a timer`)
  try {
    await rejected()
  } catch {
    say(`${name} in catch`)
  } finally {
    say(`${name} in finally`)
  }
  for await (const one of pieces(name)) say(`${name} got ${one}`)
}
async function all(name) {
  await Promise.all([1, 2].map(async (one) => {
    for (let turns = 0; turns < one; turns++) await turn()
    say(`${name} all ${one}`)
  }))
}
async function* pieces(name) {
  yield 1
  await wait(1)
  say(`${name} in generator`)
  yield 2
}
await Promise.all(['a', 'b'].map((name) => storage.run(name, visit, name)))
await Promise.all(['a', 'b'].map((name) => storage.run(name, all, name)))
say('outside')

storage.run('then', () => {
  Promise.resolve().then(() => say('then')).finally(() => say('finally'))
  rejected().catch(() => say('catch'))
  process.nextTick(say, 'tick')
  queueMicrotask(() => say('microtask'))
  setImmediate(say, 'immediate')
})
await turn()

async function enter() {
  storage.enterWith('entered')
  await null
  say('entered, inside')
}
await enter()
say('entered, after')
storage.enterWith(undefined)

const resource = storage.run('resource', () => new AsyncResource('Mine'))
resource.runInAsyncScope(say, null, 'resource')
const bound = storage.run('snapshot', () => AsyncLocalStorage.snapshot())
bound(say, 'snapshot')
storage.run('exit', () => storage.exit(() => say('exited')))

const emitter = new EventEmitter()
storage.run('events', async () => {
  for await (const [value] of on(emitter, 'x')) {
    say(`event ${value}`)
    if (value === 2) break
  }
})
emitter.emit('x', 1)
storage.run('emitter', () => emitter.emit('x', 2))
await wait(1)

const server = http.createServer((request, response) => {
  storage.run(request.url, async () => {
    await wait(2)
    say('server')
    response.end('ok')
  })
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const get = (path) =>
  storage.run(`client ${path}`, () =>
    new Promise((resolve) => {
      http.get({ port: server.address().port, host: '127.0.0.1', path }, (response) => {
        say('response')
        response.resume().on('end', () => {
          say('end')
          resolve()
        })
      })
    }),
  )
await get('/1')
await get('/2')
const socket = storage.run('socket', () => net.connect(server.address().port, '127.0.0.1', () => say('connected')))
await new Promise((resolve) => socket.on('connect', resolve))
storage.run('pipeline', async () => {
  await pipeline(async function* () {
    yield 'x'
    say('source')
  }, async function (source) {
    for await (const _ of source) say('sink')
  })
  say('after the pipeline')
  socket.destroy()
  server.close()
})

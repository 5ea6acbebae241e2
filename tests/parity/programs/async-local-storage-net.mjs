// A store goes with sockets, streams, timers, events and ticks to where they were begun.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import net from 'node:net'
import http from 'node:http'
const storage = new AsyncLocalStorage()
const server = net.createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1', () => {
  let left = 2
  for (const name of ['first', 'second'])
    storage.run(name, () => {
      const socket = net.connect(server.address().port, '127.0.0.1')
      socket.on('connect', () => socket.end(name))
      socket.on('data', (chunk) => results.push(`${chunk} ${storage.getStore()}`))
      socket.on('close', () => { results.push(`close ${storage.getStore()}`)
        setTimeout(() => { results.push(`timeout ${storage.getStore()}`); if (--left === 0) server.close(over) }, 1) })
      setImmediate(() => results.push(`immediate ${storage.getStore()}`))
      process.nextTick(() => results.push(`tick ${storage.getStore()}`))
    })
})
const results = []
function over() {
  console.log(results.sort())
  const web = http.createServer((request, response) => { storage.run(request.url, () => setTimeout(() => response.end(String(storage.getStore())), 1)) })
  web.listen(0, '127.0.0.1', () => storage.run('caller', () => http.get({ port: web.address().port, host: '127.0.0.1', path: '/path', agent: false }, (response) => {
    response.on('data', (chunk) => console.log(String(chunk), storage.getStore()))
    response.on('end', () => { console.log('end', storage.getStore()); web.close() })
  })))
}
storage.enterWith('entered')
console.log(storage.getStore(), storage.exit(() => storage.getStore()), storage.run('inner', () => storage.getStore()), storage.getStore())
const bound = storage.run('bound', () => AsyncResource.bind(() => storage.getStore()))
const snapshot = storage.run('snapshot', () => AsyncLocalStorage.snapshot())
console.log(bound(), snapshot(() => storage.getStore()), AsyncLocalStorage.bind(() => storage.getStore())())
storage.disable()
console.log(storage.getStore(), new AsyncLocalStorage({ defaultValue: 'd', name: 'n' }).getStore(), new AsyncLocalStorage({ name: 'n' }).name)

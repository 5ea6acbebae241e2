// process.exit in each kind of callback ends that process there and no other: its parent hears the status, and a neighbor goes on.
import { AsyncLocalStorage } from 'node:async_hooks'
import { fork } from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import readline from 'node:readline'
import { PassThrough, Readable, Transform, Writable } from 'node:stream'

const LOCAL = '127.0.0.1'
const server = (listening, onSocket) => net.createServer(onSocket).listen(0, LOCAL, listening)
const connected = (with_) => server(function () { with_(net.connect(this.address().port, LOCAL)) }, (socket) => socket.on('error', () => {}).end('hello'))

const WAYS = {
  'a timer': (exit) => setTimeout(exit, 1),
  'an interval': (exit) => setInterval(exit, 1),
  'an immediate': (exit) => setImmediate(exit),
  'a tick': (exit) => process.nextTick(exit),
  'a microtask': (exit) => queueMicrotask(exit),
  'a promise': (exit) => Promise.resolve().then(exit).finally(() => console.log('never')),
  'after an await': async (exit) => { await null; try { exit() } finally { console.log('never') } },
  'listening': (exit) => server(exit),
  'a connection': (exit) => server(function () { net.connect(this.address().port, LOCAL) }, exit),
  'connected': (exit) => connected((socket) => socket.on('connect', exit)),
  'data': (exit) => connected((socket) => socket.on('data', exit)),
  'the end of a stream': (exit) => connected((socket) => socket.resume().on('end', exit)),
  'a closed socket': (exit) => connected((socket) => socket.resume().on('close', exit)),
  'a refused connection': (exit) => server(function () { const { port } = this.address(); this.close(() => net.connect(port, LOCAL).on('error', exit)) }),
  'a datagram': (exit) => { const socket = dgram.createSocket('udp4', exit).bind(0, LOCAL, () => socket.send('x', socket.address().port, LOCAL)) },
  'a lookup': (exit) => dns.lookup('localhost', exit),
  'a file': (exit) => fs.stat('/', exit),
  'a request': (exit) => http.createServer(exit).listen(0, LOCAL, function () { http.get({ host: LOCAL, port: this.address().port }).on('error', () => {}) }),
  'a response': (exit) => http.createServer((_, response) => response.end('x')).listen(0, LOCAL, function () { http.get({ host: LOCAL, port: this.address().port }, exit) }),
  'a readable': (exit) => new Readable({ read: exit }).resume(),
  'a transform': (exit) => new Transform({ transform: exit }).end('x'),
  'a writable': (exit) => new Writable({ write: exit }).end('x'),
  'an event': (exit) => new EventEmitter().once('now', exit).emit('now'),
  'an exit listener': (exit) => process.on('exit', exit),
  'beforeExit': (exit) => { process.channel.unref(); process.on('beforeExit', exit) },
  'an uncaught error': (exit) => { process.on('uncaughtException', exit); throw new Error('nobody catches it') },
  'a rejection': (exit) => { process.on('unhandledRejection', exit); Promise.reject(new Error('nobody catches it')) },
  'a signal': (exit) => { process.on('SIGUSR2', exit); process.kill(process.pid, 'SIGUSR2'); setInterval(() => {}, 1000) },
  'a line': (exit) => { const input = new PassThrough(); readline.createInterface({ input }).on('line', exit); input.write('x\n') },
  'a message': (exit) => process.on('message', exit),
  'an async context': (exit) => new AsyncLocalStorage().run(1, () => setImmediate(exit)),
}

const names = Object.keys(WAYS)
const way = process.argv[2]
if (way !== undefined) {
  WAYS[way](() => process.exit(1 + names.indexOf(way)))
} else {
  const neighbor = net.createServer((socket) => socket.end('well')).listen(0, LOCAL, async () => {
    for (const name of names) {
      const child = fork(process.argv[1], [name])
      child.send('a message')
      const status = await new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)))
      console.log(status === 1 + names.indexOf(name) ? `${name}: ended there` : `${name}: ${status}`)
    }
    net.connect(neighbor.address().port, LOCAL).on('data', (said) => {
      console.log(`${names.length} ways; the neighbor is ${said}`)
      neighbor.close()
    })
  })
}

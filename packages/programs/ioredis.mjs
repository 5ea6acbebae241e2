import { once } from 'node:events'
import { createServer } from 'node:net'
import { Redis } from 'ioredis'

/** A server of a few commands, one at a time: enough to see what the client sends. */
const values = new Map()
const bulk = (text) => (text === undefined ? '$-1\r\n' : `$${Buffer.byteLength(text)}\r\n${text}\r\n`)
const commands = {
  info: () => bulk('redis_version:7.0.0\r\nloading:0\r\n'),
  ping: () => '+PONG\r\n',
  set([key, value]) {
    values.set(key, value)
    return '+OK\r\n'
  },
  get: ([key]) => bulk(values.get(key)),
  incr([key]) {
    values.set(key, `${Number(values.get(key) ?? 0) + 1}`)
    return `:${values.get(key)}\r\n`
  },
  mget: (keys) => `*${keys.length}\r\n${keys.map((key) => bulk(values.get(key))).join('')}`,
  client: () => '+OK\r\n',
  quit: () => '+OK\r\n',
}
const server = createServer((socket) => {
  let text = ''
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    text += chunk
    for (;;) {
      const count = /^\*(\d+)\r\n/.exec(text)
      if (!count) return
      const whole = new RegExp(`^\\*\\d+\\r\\n(?:\\$\\d+\\r\\n[^\\r]*\\r\\n){${count[1]}}`).exec(text)
      if (!whole) return
      text = text.slice(whole[0].length)
      const [name, ...args] = whole[0]
        .split('\r\n')
        .slice(1, -1)
        .filter((_, at) => at % 2 === 1)
      if (name !== 'client' && name !== 'info') console.log('server:', name, ...args)
      socket.write(commands[name.toLowerCase()]?.(args) ?? `-ERR unknown command '${name}'\r\n`)
      if (name === 'quit') socket.end()
    }
  })
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const redis = new Redis(server.address().port, '127.0.0.1')
console.log(await redis.set('name', 'Ada'), await redis.get('name'), await redis.get('none'))
console.log(await redis.pipeline().incr('n').incr('n').mget('name', 'n').exec())
await redis.call('nonsense').catch((error) => console.log(error.name, error.message))
console.log(await redis.quit())
const lonely = new Redis(1, '127.0.0.1', { retryStrategy: (times) => (times < 3 ? 10 : null), maxRetriesPerRequest: 1 })
lonely.on('error', (error) => console.log('error', error.code))
await lonely.get('x').catch((error) => console.log(error.name, error.message))
lonely.disconnect()
server.close(() => console.log('closed'))

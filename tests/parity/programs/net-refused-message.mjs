// Nobody listens: one address gives one error, a name with several addresses an AggregateError.
import net from 'node:net'
import { once } from 'node:events'
const server = net.createServer().listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()
server.close()
await once(server, 'close')
const failed = async (options) => {
  const socket = net.connect(options)
  socket.on('connectionAttempt', (ip, _port, family) => console.log('attempt', ip, family))
  socket.on('connectionAttemptFailed', (ip, _port, family, error) => console.log('attempt failed', ip, family, error.code))
  const [error] = await once(socket, 'error')
  console.log(error.name, error.code, error.message.replaceAll(port, 'PORT'))
  console.log(Object.keys(error), error.errors?.map(({ code, address }) => `${code} ${address}`))
}
await failed({ port, host: '127.0.0.1' })
await failed({ port, host: '::1' })
const lookup = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }, { address: '127.0.0.2', family: 4 }])
await failed({ port, host: 'several.example', lookup })
await failed({ port, host: 'one.example', autoSelectFamily: false, lookup: (_n, _o, callback) => callback(null, '127.0.0.1', 4) })

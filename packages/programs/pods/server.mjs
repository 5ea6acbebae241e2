// A pods service. Usage: server.mjs NODE PORT
import { fileURLToPath } from 'node:url'
import grpc from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'

const [node, port] = process.argv.slice(2)
const { Pods } = grpc.loadPackageDefinition(loadSync(fileURLToPath(new URL('pods.proto', import.meta.url)))).pods.v1
/** Calls of Get for each name: `flaky` fails once. */
const asked = new Map()

const handlers = {
  Get(call, done) {
    const { name } = call.request
    asked.set(name, (asked.get(name) ?? 0) + 1)
    if (name === 'slow') return call.on('cancelled', () => console.log(`${node}: cancelled`))
    if (name === 'flaky' && asked.get(name) < 2) return done({ code: grpc.status.UNAVAILABLE, details: 'not yet' })
    if (name === 'none') return done({ code: grpc.status.NOT_FOUND, details: 'there is no pod none' })
    const first = new grpc.Metadata()
    first.set('x-node', node)
    first.set('x-seen', call.metadata.get('x-request'))
    call.sendMetadata(first)
    const last = new grpc.Metadata()
    last.set('x-sum-bin', Buffer.from([0, 1, 255]))
    done(null, { name, node, restarts: asked.get(name) - 1 }, last)
  },
  async List(call) {
    const { namespace, limit } = call.request
    for (let number = 1; number <= limit; number++) {
      const hasRoom = call.write({ name: `${namespace}-${number}`, node, restarts: number })
      if (!hasRoom) await new Promise((resolve) => call.once('drain', resolve))
    }
    call.end()
  },
  Report(call, done) {
    const summary = { samples: 0, cpu: 0 }
    call.on('data', ({ cpu }) => {
      summary.samples++
      summary.cpu += cpu
    })
    call.on('end', () => done(null, summary))
  },
  Exec(call) {
    call.on('data', ({ text }) => call.write({ text: `${node}$ ${text}` }))
    call.on('end', () => call.end())
  },
  Drain(_call, done) {
    done(null, { node })
    // Sends GOAWAY: calls that run may finish, and new ones need another connection.
    server.tryShutdown(() => {
      console.log(`${node}: drained`)
      server = listen()
    })
  },
}

function listen() {
  const server = new grpc.Server({ 'grpc.keepalive_time_ms': 10_000 })
  server.addService(Pods.service, handlers)
  server.bindAsync(`0.0.0.0:${port}`, grpc.ServerCredentials.createInsecure(), (error) => {
    if (error) throw error
    console.log(`${node}: listening`)
  })
  return server
}
let server = listen()
process.on('SIGTERM', () => server.forceShutdown())

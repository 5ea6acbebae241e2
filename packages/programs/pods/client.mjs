// Calls the pods service in every way that gRPC has. Usage: client.mjs ADDRESS:PORT[,ADDRESS:PORT]
import { fileURLToPath } from 'node:url'
import grpc from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'

const addresses = process.argv[2]
const { Pods } = grpc.loadPackageDefinition(loadSync(fileURLToPath(new URL('pods.proto', import.meta.url)))).pods.v1
const RETRY = {
  maxAttempts: 4,
  initialBackoff: '0.1s',
  maxBackoff: '1s',
  backoffMultiplier: 2,
  retryableStatusCodes: ['UNAVAILABLE'],
}
const SERVICE = {
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [{ name: [{ service: 'pods.v1.Pods' }], retryPolicy: RETRY }],
}
const client = new Pods(`ipv4:${addresses}`, grpc.credentials.createInsecure(), {
  'grpc.service_config': JSON.stringify(SERVICE),
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 5000,
})

/** Code, message, and what else a status says that doesn't depend on time. */
const failure = ({ code, details }) => `${grpc.status[code]} ${details.replace(/ after .*/, '')}`

function get(name, options = {}, metadata = new grpc.Metadata()) {
  const answer = {}
  return new Promise((resolve) => {
    const call = client.Get({ name }, metadata, options, (error, pod) => (answer.pod = error ? failure(error) : pod))
    call.on('metadata', (first) =>
      Object.assign(answer, { node: first.get('x-node')[0], seen: first.get('x-seen')[0] }),
    )
    call.on('status', ({ metadata }) => resolve(Object.assign(answer, { sum: metadata.get('x-sum-bin')[0] })))
    answer.call = call
  }).then(({ call, ...rest }) => rest)
}

function list(limit) {
  const names = []
  return new Promise((resolve, reject) => {
    const call = client.List({ namespace: 'shop', limit })
    call.on('data', ({ name }) => names.push(name))
    call.on('end', () => resolve(names))
    call.on('error', reject)
  })
}

function report(samples) {
  return new Promise((resolve, reject) => {
    const call = client.Report((error, summary) => (error ? reject(error) : resolve(summary)))
    for (let number = 0; number < samples; number++) call.write({ pod: 'shop-1', cpu: 0.5 })
    call.end()
  })
}

function exec(commands) {
  const heard = []
  return new Promise((resolve, reject) => {
    const call = client.Exec()
    call.on('data', ({ text }) => {
      heard.push(text.slice(text.indexOf('$')))
      const next = commands[heard.length]
      if (next === undefined) call.end()
      else call.write({ text: next })
    })
    call.on('end', () => resolve(heard))
    call.on('error', reject)
    call.write({ text: commands[0] })
  })
}

const request = new grpc.Metadata()
request.set('x-request', '42')
const { node, ...first } = await get('shop-1', {}, request)
console.log('unary', first.seen, first.sum, first.pod.name, first.pod.node === node)
console.log('error', (await get('none')).pod)
console.log('deadline', (await get('slow', { deadline: Date.now() + 300 })).pod)
await new Promise((resolve) => {
  const call = client.Get({ name: 'slow' }, (error) => resolve(console.log('cancel', failure(error))))
  setTimeout(() => call.cancel(), 100)
})
const names = await list(2000)
console.log('server stream', names.length, names.at(-1))
console.log('client stream', await report(2000))
console.log('both ways', await exec(['ls', 'ps', 'exit']))
console.log('retry', (await get('flaky')).pod.name)

const nodes = []
for (let number = 0; number < 20; number++) nodes.push((await get(`shop-${number}`)).node)
console.log(
  'balanced',
  new Set(nodes).size,
  nodes.every((node, at) => at === 0 || nodes.length < 2 || node !== nodes[at - 1]),
)

// A server goes away while it sends a stream and calls come: none may fail. One of the two streams is its own.
const during = Promise.all([list(2000), list(2000)])
await new Promise((resolve, reject) => client.Drain({}, (error) => (error ? reject(error) : resolve())))
const pods = []
for (let number = 0; number < 50; number++) pods.push((await get(`late-${number}`)).pod.name)
console.log(
  'drain',
  (await during).map(({ length }) => length),
  pods.length,
  pods.at(-1),
)
// Long enough for keep-alive PINGs.
await new Promise((resolve) => setTimeout(resolve, Number(process.argv[3] ?? 0)))
console.log('after silence', (await get('shop-1')).pod.name)
client.close()

import grpc from '@grpc/grpc-js'
import protoLoader from '@grpc/proto-loader'

const { greeter } = grpc.loadPackageDefinition(protoLoader.loadSync(new URL('greeter.proto', import.meta.url).pathname))
const server = new grpc.Server()
server.addService(greeter.Greeter.service, {
  Hello(call, done) {
    if (call.request.name === 'slow') return void call.on('cancelled', () => console.log('server: cancelled'))
    if (call.request.name === '') return done({ code: grpc.status.INVALID_ARGUMENT, details: 'a name, please' })
    const trailer = new grpc.Metadata()
    trailer.set('x-trailer', 'last')
    const first = new grpc.Metadata()
    first.set('x-first', String(call.metadata.get('x-client')))
    call.sendMetadata(first)
    done(null, { text: `hello ${call.request.name}` }, trailer)
  },
  Count(call) {
    for (let i = 1; i <= call.request.number; i++) call.write({ text: `n${i}` })
    call.end()
  },
  Sum(call, done) {
    let total = 0
    call.on('data', ({ number }) => (total += number))
    call.on('end', () => done(null, { total }))
  },
  Chat(call) {
    call.on('data', ({ name }) => call.write({ text: `you said ${name}` }))
    call.on('end', () => call.end())
  },
})
const port = await new Promise((ok, no) =>
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (e, p) => (e ? no(e) : ok(p))),
)
const client = new greeter.Greeter(`127.0.0.1:${port}`, grpc.credentials.createInsecure())
const unary = (name, options = {}, metadata = new grpc.Metadata()) =>
  new Promise((ok) => {
    const call = client.Hello({ name }, metadata, options, (error, reply) => {
      console.log('unary', name, error ? `${error.code} ${error.details.split(' after ')[0]}` : reply)
    })
    call.on('metadata', (m) => console.log('metadata', m.get('x-first')))
    call.on('status', (s) => {
      console.log('status', s.code, s.metadata.get('x-trailer'))
      ok()
    })
  })
const m = new grpc.Metadata()
m.set('x-client', 'c1')
await unary('world', {}, m)
await unary('')
await unary('slow', { deadline: Date.now() + 100 })
await new Promise((ok) => {
  const call = client.Hello({ name: 'slow' }, (e) => {
    console.log('cancel', e.code, e.details)
    ok()
  })
  setTimeout(() => call.cancel(), 50)
})
await new Promise((ok) => {
  const s = client.Count({ number: 5 })
  s.on('data', (d) => console.log('count', d))
  s.on('end', () => console.log('end'))
  s.on('status', (x) => {
    console.log(x.code)
    ok()
  })
})
await new Promise((ok) => {
  const s = client.Sum((e, r) => {
    console.log('sum', e, r)
    ok()
  })
  for (let i = 0; i < 100; i++) s.write({ number: i })
  s.end()
})
await new Promise((ok) => {
  const s = client.Chat()
  s.on('data', (d) => {
    console.log('chat', d)
    if (d.text.endsWith('b')) s.end()
  })
  s.on('end', ok)
  s.write({ name: 'a' })
  s.write({ name: 'b' })
})
client.close()
await new Promise((ok) =>
  server.tryShutdown(() => {
    console.log('drained')
    ok()
  }),
)

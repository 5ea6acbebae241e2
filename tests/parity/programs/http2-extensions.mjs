// Parts of HTTP/2 that few programs use: ALTSVC, ORIGIN, CONNECT, padding and priorities.
import http2 from 'node:http2'
import { once } from 'node:events'
import { createRequire } from 'node:module'

const { ca, server: own } = createRequire(import.meta.url)('../support/tls-certificates.cjs')
const told = (error) => `${error.name} ${error.code} ${error.message}`
const attempt = (act) => {
  try {
    return act()
  } catch (error) {
    return told(error)
  }
}

async function meet(server, options, act) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const secure = server instanceof (await import('node:tls')).Server
  const accepted = once(server, 'session')
  const authority = `${secure ? 'https' : 'http'}://localhost:${server.address().port}`
  const client = http2.connect(authority, { ca: ca.cert, ...options })
  client.on('error', (error) => console.log('client error', told(error)))
  const [session] = await accepted
  if (client.connecting) await once(client, 'connect')
  await act(client, session)
  client.close()
  await once(client, 'close')
  server.close()
  await once(server, 'close')
}

console.log('ALTSVC and ORIGIN')
await meet(http2.createSecureServer({ ...own, origins: ['https://first.example'] }), {}, async (client, session) => {
  const got = []
  client.on('altsvc', (alt, origin, stream) => got.push(['altsvc', alt, origin, stream]))
  client.on('origin', (origins) => got.push(['origin', origins]))
  session.altsvc('h2=":8000"', 'https://example.org/path')
  session.altsvc('h2=":8001"', new URL('https://example.org:81'))
  session.origin('https://a.example/x', 'https://b.example:444')
  session.origin()
  for (const bad of [[1], ['h2=":8000"', 'null'], ['\u0001', 'https://a.example'], ['h', 1], ['h', 0], ['h', 2 ** 32]])
    console.log('altsvc', bad, attempt(() => session.altsvc(...bad)))
  for (const bad of [[1], ['x'], ['null'], [{}]]) console.log('origin', bad, attempt(() => session.origin(...bad)))
  await new Promise((resolve) => client.ping(resolve))
  console.log(got, client.originSet.map((origin) => origin.replace(/localhost:\d+/, 'localhost')))
})

console.log('CONNECT')
const proxy = http2.createServer({ settings: { enableConnectProtocol: true } })
proxy.on('stream', (stream, headers) => {
  stream.respond({ ':status': 200 }, { sendDate: false })
  stream.end(`${headers[':method']} ${headers[':authority']?.replace(/\d+/, '')} ${headers[':protocol']} ${headers[':path']}`)
})
await meet(proxy, {}, async (client) => {
  await new Promise((resolve) => client.ping(resolve))
  console.log(client.remoteSettings.enableConnectProtocol)
  for (const headers of [
    { ':method': 'CONNECT', ':authority': 'host:80' },
    { ':method': 'CONNECT' },
    { ':method': 'CONNECT', ':authority': 'host:80', ':path': '/' },
    { ':method': 'CONNECT', ':authority': 'host:80', ':scheme': 'http' },
    { ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/chat', ':scheme': 'http' },
  ]) {
    let stream
    try {
      stream = client.request(headers)
    } catch (error) {
      console.log(told(error))
      continue
    }
    let text = ''
    stream.setEncoding('utf8').on('data', (data) => (text += data))
    stream.on('error', (error) => console.log(told(error)))
    await once(stream, 'close')
    console.log(JSON.stringify(headers), text, stream.rstCode)
  }
})

console.log('padding and priorities')
for (const paddingStrategy of [http2.constants.PADDING_STRATEGY_NONE, http2.constants.PADDING_STRATEGY_ALIGNED, http2.constants.PADDING_STRATEGY_MAX]) {
  const server = http2.createServer({ paddingStrategy })
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200 }, { sendDate: false, waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers({ trailer: 'x' }))
    stream.end('body of 17 bytes.')
  })
  await meet(server, { paddingStrategy }, async (client, session) => {
    const stream = client.request({ ':path': '/', ':method': 'POST' }, { weight: 9, exclusive: true, parent: 0 })
    stream.on('trailers', (trailers) => console.log({ ...trailers }))
    stream.end('request')
    stream.resume()
    attempt(() => stream.priority({ weight: 2, silent: true }))
    await once(stream, 'close')
    const { state } = client
    console.log(state.nextStreamID, state.effectiveLocalWindowSize, state.remoteWindowSize, session.state.remoteWindowSize)
  })
}

console.log('invalid calls')
await meet(http2.createServer((request, response) => response.end()), {}, async (client, session) => {
  for (const act of [
    () => client.setLocalWindowSize(2 ** 31),
    () => client.setLocalWindowSize('1'),
    () => client.setLocalWindowSize(2 ** 20),
    () => client.settings({ initialWindowSize: 2 ** 31 }),
    () => client.settings({ enablePush: 2 }),
    () => client.settings({ customSettings: { 9999: 301 } }),
    () => client.ping(Buffer.alloc(7), () => {}),
    () => client.ping('x', () => {}),
    () => client.goaway('x'),
    () => client.request({ ':path': '/' }, { weight: 'x' }),
    () => client.request({ ':path': '/' }, { parent: -1 }),
    () => client.request({ ':path': '/', ':path2': '/' }),
    () => client.request({ connection: 'close' }),
    () => client.request({ 'content-length': ['1', '2'] }),
    () => client.request({ te: 'gzip' }),
    () => session.setNextStreamID,
    () => client.setNextStreamID(0),
    () => client.setNextStreamID(11),
    () => http2.getPackedSettings({ headerTableSize: -1 }),
    () => http2.getUnpackedSettings(Buffer.alloc(5)),
    () => http2.getUnpackedSettings(Buffer.from('000100000064000500004000', 'hex')),
    () => http2.connect('ftp://localhost'),
  ]) {
    const result = attempt(act)
    console.log(String(act).slice(6, 60), typeof result === 'string' ? result : typeof result)
    if (typeof result?.on === 'function') result.on('error', (error) => console.log('  error', told(error)))
  }
  const stream = client.request({ ':path': '/' })
  stream.resume()
  stream.on('error', (error) => console.log('stream', told(error)))
  await once(stream, 'close')
  console.log('stream', stream.id, stream.rstCode)
})

/** nc(1) of OpenBSD: standard input to a connection and back, over TCP and UDP; `-l` listens for one peer, `-z` only looks whether ports answer. */
'use strict'
const { createSocket } = require('node:dgram')
const { lookup, lookupService } = require('node:dns/promises')
const { connect, createServer, isIP } = require('node:net')
const { Refusal, complain, main, readOptions } = require('./support.cjs')

const USAGE = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
	  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
	  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
	  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
	  [destination] [port]`
const FAILED = {
  ECONNREFUSED: 'failed: Connection refused',
  EHOSTUNREACH: 'failed: No route to host',
  ENETUNREACH: 'failed: Network is unreachable',
  ETIMEDOUT: 'failed: Connection timed out',
  ECONNRESET: 'failed: Connection reset by peer',
}

const wrong = (text) => new Refusal(text, 1)

function portOf(text) {
  if (!/^-?\d+$/.test(text)) throw wrong(`port number invalid: ${text}`)
  if (Number(text) < 1) throw wrong(`port number too small: ${text}`)
  if (Number(text) > 65_535) throw wrong(`port number too large: ${text}`)
  return Number(text)
}

/** `80` or `80-90`. */
function portsOf(text) {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(text) ?? [null, text, text]
  const [from, to] = [portOf(first), portOf(last)].sort((one, other) => one - other)
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

async function addressOf(host, port, { family, numeric }) {
  const known = isIP(host)
  if (known && (family === 0 || family === known)) return host
  const refusal = (why) => wrong(`getaddrinfo for host "${host}" port ${port}: ${why}`)
  if (known) throw refusal('Address family for hostname not supported')
  if (numeric) throw refusal('Name or service not known')
  try {
    return (await lookup(host, { family })).address
  } catch ({ code }) {
    throw refusal(code === 'EAI_AGAIN' ? 'Temporary failure in name resolution' : 'Name or service not known')
  }
}

async function nameOf(address, port, { numeric }) {
  if (numeric) return address
  return await lookupService(address, port).then(
    ({ hostname }) => hostname,
    () => address,
  )
}

/** Passes bytes both ways until the peer has ended and, for a client, standard input too; `-w` ends a silence. */
function relay(socket, { timeout, shuts, listens }) {
  return new Promise((resolve) => {
    let inputEnded = false
    let peerEnded = false
    const finish = () => {
      socket.destroy()
      process.stdin.destroy()
      resolve(0)
    }
    const isOver = () => peerEnded && (listens || inputEnded)
    socket.on('data', (bytes) => process.stdout.write(bytes))
    socket.resume()
    socket.on('end', () => {
      peerEnded = true
      if (isOver()) finish()
    })
    socket.on('error', finish)
    process.stdin.on('data', (bytes) => socket.writable && socket.write(bytes))
    process.stdin.on('end', () => {
      inputEnded = true
      if (shuts) socket.end()
      if (isOver()) finish()
    })
    if (timeout !== undefined) {
      socket.setTimeout(timeout)
      socket.on('timeout', finish)
    }
  })
}

/** Connects to a port; null, with its message, if that fails. */
function opened(host, port, address, { timeout, verbose, source }) {
  return new Promise((resolve) => {
    const socket = connect({
      host: address,
      port,
      allowHalfOpen: true,
      ...(source !== undefined && { localPort: source }),
    })
    const fail = (why) => {
      if (verbose) complain(`nc: connect to ${host} port ${port} (tcp) ${why}`)
      socket.destroy()
      resolve(null)
    }
    const timer =
      timeout === undefined ? undefined : setTimeout(() => fail('timed out: Operation now in progress'), timeout)
    socket.once('error', ({ code }) => {
      clearTimeout(timer)
      fail(FAILED[code] ?? `failed: ${code}`)
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      if (verbose) complain(`Connection to ${host} ${port} port [tcp/*] succeeded!`)
      resolve(socket)
    })
  })
}

async function connectTo(host, ports, settings) {
  let status = 1
  for (const port of ports) {
    const address = await addressOf(host, port, settings)
    const socket = await opened(host, port, address, settings)
    if (socket === null) continue
    status = 0
    if (settings.scans) socket.destroy()
    else return await relay(socket, settings)
  }
  return status
}

async function listenOn(host, port, settings) {
  const address =
    host === undefined ? (settings.family === 6 ? '::' : '0.0.0.0') : await addressOf(host, port, settings)
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
  const peer = await new Promise((resolve, reject) => {
    server.on('error', ({ code }) => reject(wrong(code === 'EADDRINUSE' ? 'Address already in use' : code)))
    server.once('connection', resolve)
    server.listen(
      { port, host: address, backlog: 1 },
      () => settings.verbose && complain(`Listening on ${address} ${port}`),
    )
  })
  server.close()
  if (settings.verbose)
    complain(`Connection received on ${await nameOf(peer.remoteAddress, peer.remotePort, settings)} ${peer.remotePort}`)
  return await relay(peer, { ...settings, listens: true })
}

/** Datagrams: a client's to its address, a listener's to the first that has sent one. */
async function datagrams(host, port, settings) {
  const { listens, timeout } = settings
  const address = host === undefined ? '0.0.0.0' : await addressOf(host, port, settings)
  const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4')
  let peer = listens ? null : { address, port }
  return await new Promise((resolve, reject) => {
    let timer
    const finish = (status) => {
      clearTimeout(timer)
      socket.close()
      process.stdin.destroy()
      resolve(status)
    }
    const heard = () => {
      if (timeout === undefined) return
      clearTimeout(timer)
      timer = setTimeout(finish, timeout, 0)
    }
    socket.on('error', ({ code }) => (code === 'EADDRINUSE' ? reject(wrong('Address already in use')) : finish(1)))
    socket.on('message', (bytes, from) => {
      peer ??= { address: from.address, port: from.port }
      if (peer.port !== from.port || peer.address !== from.address) return
      process.stdout.write(bytes)
      heard()
    })
    const send = () =>
      process.stdin.on('data', (bytes) => {
        heard()
        if (peer) socket.send(bytes, peer.port, peer.address)
      })
    if (listens) socket.bind({ port, address }, send)
    else {
      send()
      heard()
    }
  })
}

main('nc', async (args) => {
  const refuse = (text) => wrong(`${text}\n${USAGE}`)
  const { has, last, operands } = readOptions(args, '46lNnuvzw:p:', {}, refuse)
  if (has('w') && !/^\d+$/.test(last('w'))) throw wrong(`timeout invalid: ${last('w')}`)
  const settings = {
    family: has('6') ? 6 : has('4') ? 4 : 0,
    listens: has('l'),
    scans: has('z'),
    shuts: has('N'),
    numeric: has('n'),
    verbose: has('v'),
    timeout: has('w') ? Number(last('w')) * 1000 : undefined,
    source: has('p') && !has('l') ? portOf(last('p')) : undefined,
  }
  if (operands.length === 0 && !(has('l') && has('p'))) {
    complain(USAGE)
    return 1
  }
  if (settings.scans && settings.listens) throw wrong('cannot use -z and -l')
  if (settings.scans && has('u')) throw wrong('-z with -u is not there: no datagram tells whether a port is open')
  const onlyPort = settings.listens && operands.length === 1 && !has('p')
  const [host, port = last('p')] = onlyPort ? [undefined, operands[0]] : operands
  if (port === undefined || (!settings.listens && operands.length < 2)) throw wrong('missing port number')
  if (has('u')) return await datagrams(host, portOf(port), settings)
  return settings.listens
    ? await listenOn(host, portOf(port), settings)
    : await connectTo(host, portsOf(port), settings)
})

/** curl's connections: names to addresses, TCP, TLS, and reading. */
'use strict'
const { lookup } = require('node:dns/promises')
const { readFileSync } = require('node:fs')
const { connect, isIP } = require('node:net')
const { Failure } = require('./curl-options.cjs')

const REASONS = {
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ETIMEDOUT: 'Connection timed out',
  EPIPE: 'Broken pipe',
}
/** What OpenSSL calls a certificate's fault, and its number. */
const UNTRUSTED = {
  DEPTH_ZERO_SELF_SIGNED_CERT: ['self-signed certificate', 18],
  SELF_SIGNED_CERT_IN_CHAIN: ['self-signed certificate in certificate chain', 19],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['unable to get local issuer certificate', 20],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['unable to get local issuer certificate', 20],
  CERT_HAS_EXPIRED: ['certificate has expired', 10],
  CERT_NOT_YET_VALID: ['certificate is not yet valid', 9],
}
const faultOf = (code) => UNTRUSTED[code] ?? [code, 1]
const ADVICE = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`

/** Names that are never looked up. */
const LOCAL = /^(.*\.)?localhost\.?$/i

const reasonOf = ({ code }) => REASONS[code] ?? code

/** A connection and what has come on it and was not read. */
class Connection {
  constructor(socket, number, name) {
    Object.assign(this, { socket, number, name, buffer: Buffer.alloc(0), error: null, isEnded: false, wake: () => {} })
    socket.on('data', (bytes) => {
      this.buffer = Buffer.concat([this.buffer, bytes])
      this.wake()
    })
    for (const event of ['end', 'close'])
      socket.on(event, () => {
        this.isEnded = true
        this.wake()
      })
    socket.removeAllListeners('error')
    socket.on('error', (error) => {
      this.error = error
      this.wake()
    })
  }

  /** Waits for more bytes; false at the end. Throws Failure. */
  async more() {
    const had = this.buffer.length
    while (this.buffer.length === had) {
      if (this.error) {
        const isSending = this.error.syscall === 'write' && this.error.code === 'EPIPE'
        throw new Failure(isSending ? 55 : 56, `${isSending ? 'Send' : 'Recv'} failure: ${reasonOf(this.error)}`)
      }
      if (this.isEnded) return false
      await new Promise((resolve) => {
        this.wake = resolve
      })
    }
    return true
  }

  take(length) {
    const bytes = this.buffer.subarray(0, length)
    this.buffer = this.buffer.subarray(bytes.length)
    return bytes
  }

  /** The next line with its end; null if the connection ended before. */
  async line() {
    for (;;) {
      const at = this.buffer.indexOf(10)
      if (at >= 0) return this.take(at + 1).toString('latin1')
      if (!(await this.more())) return null
    }
  }
}

/** Addresses of a name, from `--resolve`, those found before, or DNS. */
async function addressesOf(parts, { known, family, note }) {
  const key = `${parts.host}:${parts.port}`
  if (known.has(key)) {
    note(`Hostname ${parts.host} was found in DNS cache`)
    return known.get(key)
  }
  const fixed = isIP(parts.host) ? [parts.host] : LOCAL.test(parts.host) ? ['127.0.0.1', '::1'] : null
  const found = fixed
    ? fixed.filter((one) => family === 0 || family === isIP(one))
    : await lookup(parts.host, { family, all: true }).then(
        (all) => all.map(({ address }) => address),
        () => [],
      )
  if (found.length === 0) throw new Failure(6, `Could not resolve host: ${parts.host}`)
  known.set(key, found)
  return found
}

const bracketed = (address) => (isIP(address) === 6 ? `[${address}]` : address)

function opened(address, port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port })
    socket.once('error', reject)
    socket.once('connect', () => resolve(socket))
    opened.last = socket
  })
}

/** Tries the addresses in their order. */
async function openTcp(parts, addresses, { note, elapsed, timeout }) {
  const failed = (why) => `Failed to connect to ${parts.host} port ${parts.port} after ${elapsed()} ms: ${why}`
  let last
  const attempt = async () => {
    for (const address of addresses) {
      note(`  Trying ${bracketed(address)}:${parts.port}...`)
      try {
        return await opened(address, parts.port)
      } catch (error) {
        last = error
        if (error.code === 'ENETUNREACH') note(`Immediate connect fail for ${address}: ${reasonOf(error)}`)
        else note(`connect to ${address} port ${parts.port} failed: ${reasonOf(error)}`)
      }
    }
    throw new Failure(last.code === 'ETIMEDOUT' ? 28 : 7, failed("Couldn't connect to server"))
  }
  if (timeout === undefined) return await attempt()
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      opened.last?.destroy()
      note(`ipv${isIP(addresses[0])} connect timeout after ${timeout}ms, move on!`)
      reject(new Failure(28, failed('Timeout was reached')))
    }, timeout)
  })
  return await Promise.race([attempt(), late]).finally(() => clearTimeout(timer))
}

function certificateOf(name) {
  try {
    return readFileSync(name)
  } catch {
    throw new Failure(77, `error setting certificate file: ${name}`)
  }
}

const nameText = (name) =>
  Object.entries(name ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join('; ')

function noteCertificate(socket, note) {
  const { subject, issuer, valid_from, valid_to } = socket.getPeerCertificate()
  const { alpnProtocol, authorizationError } = socket
  note(`SSL connection using ${socket.getProtocol()} / ${socket.getCipher().name}`)
  note(`ALPN: server ${alpnProtocol ? `accepted ${alpnProtocol}` : 'did not agree on a protocol. Uses default.'}`)
  note('Server certificate:')
  note(` subject: ${nameText(subject)}`)
  note(` start date: ${valid_from}`)
  note(` expire date: ${valid_to}`)
  note(` issuer: ${nameText(issuer)}`)
  if (!authorizationError) return note(' SSL certificate verify ok.')
  const [fault, number] = faultOf(authorizationError)
  note(` SSL certificate verify result: ${fault} (${number}), continuing anyway.`)
}

/** Sets up TLS on a connection that is open. */
async function secure(socket, parts, { insecure, ca, note }) {
  const tls = require('node:tls')
  const options = { ca, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] }
  const own = isIP(parts.host) ? {} : { servername: parts.host }
  let mismatch = null
  const checkServerIdentity = (host, certificate) => {
    mismatch = tls.checkServerIdentity(host, certificate) ?? null
    return undefined
  }
  socket.removeAllListeners('error')
  const over = tls.connect({ socket, host: parts.host, ...own, ...options, checkServerIdentity })
  await new Promise((resolve, reject) => {
    over.once('secureConnect', resolve)
    over.once('error', (error) => reject(new Failure(35, handshakeText(error, parts))))
  })
  if (!insecure && over.authorizationError)
    throw new Failure(60, `SSL certificate problem: ${faultOf(over.authorizationError)[0]}\n${ADVICE}`)
  noteCertificate(over, note)
  if (!insecure && mismatch) {
    const why = `SSL: no alternative certificate subject name matches target host name '${parts.host}'`
    throw new Failure(60, `${why}\n${ADVICE}`)
  }
  note('using HTTP/1.1')
  return over
}

function handshakeText(error, { host, port }) {
  const [, number, library, text] = /error:([0-9A-F]{8}):([^:]*):[^:]*:([^:\n]*)/.exec(error.message) ?? []
  if (number !== undefined) return `OpenSSL/3.0.19: error:${number}:${library}::${text}`
  return `OpenSSL SSL_connect: ${error.syscall ? reasonOf(error) : 'SSL_ERROR_SYSCALL'} in connection to ${host}:${port} `
}

module.exports = { Connection, addressesOf, certificateOf, openTcp, secure }

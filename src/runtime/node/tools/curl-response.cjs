/** What curl reads: a response's head and its body, from a connection. */
'use strict'
const { Failure } = require('./curl-options.cjs')

const PREFIX = 'HTTP/'

/** Whether the bytes so far may be the start of an HTTP response. */
const mayBeHttp = (buffer) => PREFIX.startsWith(buffer.subarray(0, PREFIX.length).toString('latin1'))

/** Reads until the first bytes tell what it is; false for HTTP/0.9, which is a body alone. */
async function isHttp(connection, allowsOld) {
  while (connection.buffer.length < PREFIX.length && mayBeHttp(connection.buffer) && (await connection.more()));
  if (connection.buffer.length === 0) throw new Failure(52, 'Empty reply from server')
  if (mayBeHttp(connection.buffer)) return true
  if (!allowsOld) throw new Failure(1, 'Received HTTP/0.9 when not allowed')
  return false
}

function statusOf(line) {
  const [, major, minor, rest] = /^HTTP\/(\d)\.(\d)(.*)$/s.exec(line) ?? []
  if (major !== undefined && major !== '1')
    throw new Failure(1, `Unsupported HTTP version (${major}.${minor}) in response`)
  const digits = /^ +(\d+)/.exec(rest ?? '')?.[1]
  if (digits === undefined) throw new Failure(1, 'Unsupported HTTP version in response')
  if (digits.length !== 3) throw new Failure(1, 'Unsupported response code in HTTP response')
  return { version: `${major}.${minor}`, code: Number(digits) }
}

/** The field of a line; throws Failure if it is none. */
function fieldOf(line) {
  const [, name, value] = /^([^:]*):\s*(.*?)\s*$/s.exec(line) ?? []
  if (name === undefined) throw new Failure(8, 'Header without colon')
  if (name.toLowerCase() === 'content-length' && !/^\d+$/.test(value))
    throw new Failure(8, 'Invalid Content-Length: value')
  return [name.toLowerCase(), value]
}

/**
 * Reads a head, those with status 1xx before it included. `heard` gets each line before the next is looked at; null if the connection
 * ended within it.
 */
async function readHead(connection, heard) {
  for (;;) {
    const first = await connection.line()
    if (first === null) throw new Failure(52, 'Empty reply from server')
    const head = { ...statusOf(first), fields: [], size: first.length, isWhole: false }
    heard(first, head)
    for (let line = await connection.line(); line !== null; line = await connection.line()) {
      head.size += line.length
      head.isWhole = /^\r?\n$/.test(line)
      if (!head.isWhole) head.fields.push(fieldOf(line))
      heard(line, head)
      if (head.isWhole) break
    }
    if (!head.isWhole || head.code >= 200 || head.code === 101) return head
  }
}

const lastOf = (head, name) => head.fields.findLast(([one]) => one === name)?.[1]

/** How the body is delimited: `length`, `chunked`, or up to the end of the connection (RFC 9112 §6.3). */
function framingOf(head, isHead) {
  if (isHead || head.code === 204 || head.code === 304 || !head.isWhole) return { length: 0 }
  if (/\bchunked\b/i.test(lastOf(head, 'transfer-encoding') ?? '')) return { chunked: true }
  const length = lastOf(head, 'content-length')
  return length === undefined ? {} : { length: Number(length) }
}

/** Passes on exactly so many bytes. */
async function passOn(connection, length, took, early) {
  for (let left = length; left > 0; ) {
    if (connection.buffer.length === 0 && !(await connection.more())) throw new Failure(18, early(left))
    const bytes = connection.take(left)
    left -= bytes.length
    took(bytes)
  }
}

const CUT = () => 'transfer closed with outstanding read data remaining'

async function readChunks(connection, took) {
  const line = async () => {
    const text = await connection.line()
    if (text === null) throw new Failure(18, CUT())
    return text
  }
  for (;;) {
    const digits = /^[\da-f]+/i.exec(await line())?.[0]
    if (digits === undefined) throw new Failure(56, 'Illegal or missing hexadecimal sequence in chunked-encoding')
    const size = Number.parseInt(digits, 16)
    if (size === 0) break
    await passOn(connection, size, took, CUT)
    await line()
  }
  while (!/^\r?\n$/.test(await line()));
}

/** Passes on the body; true if the connection may carry another request. */
async function readBody(connection, framing, took) {
  if (framing.chunked) {
    await readChunks(connection, took)
    return true
  }
  if (framing.length !== undefined) {
    await passOn(connection, framing.length, took, (left) => `transfer closed with ${left} bytes remaining to read`)
    return true
  }
  do {
    const bytes = connection.take(connection.buffer.length)
    if (bytes.length > 0) took(bytes)
  } while (await connection.more())
  return false
}

module.exports = { framingOf, isHttp, lastOf, readBody, readHead }

// Streams of files: pieces, ranges, positions, errors, pipes.
import fs from 'node:fs'
import fsp from 'node:fs/promises'
import { attemptAsync as attempt } from '../support/scratch-folder.cjs'

import { pipeline } from 'node:stream/promises'
fs.writeFileSync('f', 'abcdefghij'.repeat(20))
const read = (options) =>
  new Promise((resolve) => {
    const pieces = []
    const stream = fs.createReadStream('f', options)
    for (const event of ['open', 'ready', 'end', 'close']) stream.on(event, () => pieces.push(event))
    stream.on('data', (piece) => pieces.push(String(piece).length))
    stream.on('error', (error) => pieces.push(error.code, error.message))
    stream.on('close', () => resolve([...pieces, stream.bytesRead].join(' ')))
  })
console.log(await read())
console.log(await read({ highWaterMark: 64 }))
console.log(await read({ start: 5, end: 14 }))
console.log(await read({ start: 195, encoding: 'utf8' }))
console.log(await read({ start: 500 }))
console.log(await read({ end: 0 }))
for (const options of [{ start: 5, end: 2 }, { start: -1 }, { start: 'x' }, { highWaterMark: -1 }, { encoding: 'nope' }])
  await attempt(JSON.stringify(options), () => read(options))
const failing = fs.createReadStream('nope')
failing.on('error', (error) => console.log(error.message, failing.destroyed, failing.fd))
await new Promise((resolve) => failing.on('close', resolve))
const write = async (options, ...pieces) => {
  const stream = fs.createWriteStream('w', options)
  const events = []
  for (const event of ['open', 'ready', 'finish', 'close']) stream.on(event, () => events.push(event))
  for (const piece of pieces) stream.write(piece)
  stream.end()
  await new Promise((resolve) => stream.on('close', resolve).on('error', (error) => events.push(error.code)))
  return [...events, stream.bytesWritten, fs.readFileSync('w', 'latin1').replaceAll('\0', '.')].join(' ')
}
console.log(await write(undefined, 'one', Buffer.from(' two')))
console.log(await write({ flags: 'a' }, ' three'))
console.log(await write({ flags: 'r+', start: 4 }, 'TWO'))
console.log(await write({ flags: 'wx' }, 'x'))
console.log(await write({ encoding: 'hex' }, '616263'))
console.log(await write({ mode: 0o600 }, 'é', 'ü'))
await pipeline(fs.createReadStream('f'), fs.createWriteStream('copy'))
console.log(fs.readFileSync('copy').equals(fs.readFileSync('f')))
await pipeline(fs.createReadStream('f', 'utf8'), async function* (source) {
  for await (const piece of source) yield piece.toUpperCase()
}, fs.createWriteStream('upper'))
console.log(fs.readFileSync('upper', 'utf8').slice(0, 12))
await attempt('pipeline', () => pipeline(fs.createReadStream('f'), fs.createWriteStream('no/where')))
const stream = fs.createReadStream('f')
stream.destroy(new Error('enough'))
await new Promise((resolve) => stream.on('error', (error) => console.log(error.message)).on('close', resolve))
const handle = await fsp.open('f')
let size = 0
for await (const piece of handle.createReadStream({ start: 100 })) size += piece.length
console.log(size, handle.fd)
const abort = new AbortController()
const aborted = fs.createReadStream('f', { signal: abort.signal })
aborted.on('error', (error) => console.log(error.name, error.code))
abort.abort()

// Duplex.from and compose: streams made of generators, promises, pairs and each other.
import { Duplex, compose, Readable, PassThrough, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
const upper = Duplex.from(async function* (source) { for await (const chunk of source) yield String(chunk).toUpperCase() })
upper.end('hello')
console.log(await text(upper))
console.log(await text(Duplex.from(['a', 'b'])), await text(Duplex.from(Promise.resolve('later'))), await text(Duplex.from(new Blob(['blob']))))
const sink = []
const pair = Duplex.from({ readable: Readable.from(['r']), writable: new Writable({ write: (c, e, done) => { sink.push(String(c)); done() } }) })
pair.end('w')
console.log(await text(pair), sink)
const composed = compose(async function* (source) { for await (const chunk of source) yield `<${chunk}>` }, new PassThrough(), async function* (source) { for await (const chunk of source) yield `[${chunk}]` })
composed.end('core')
console.log(await text(composed))
const words = await Readable.from(['one two', ' three']).compose(async function* (source) { for await (const c of source) yield* String(c).split(' ') }).toArray()
console.log(words)
try { Duplex.from(5) } catch (error) { console.log(error.code, error.message) }
try { compose() } catch (error) { console.log(error.code, error.message) }
const failing = compose(async function* (source) { for await (const c of source) throw new Error(`refused ${c}`) }, new PassThrough())
failing.on('error', (error) => console.log('error', error.message))
failing.end('x')
failing.resume()

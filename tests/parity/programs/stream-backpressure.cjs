// Buffers, high-water marks and pausing, step by step.
const { Readable, Writable, getDefaultHighWaterMark, setDefaultHighWaterMark } = require('stream')
console.log(getDefaultHighWaterMark(false), getDefaultHighWaterMark(true))
const held = []
const slow = new Writable({ highWaterMark: 4, write: (chunk, encoding, done) => held.push([String(chunk), done]) })
slow.on('drain', () => console.log('drain')).on('finish', () => console.log('finish'))
for (const word of ['ab', 'cd', 'ef']) console.log(slow.write(word), slow.writableLength, slow.writableNeedDrain)
const release = () => {
  const next = held.shift()
  if (!next) return slow.end()
  console.log('release', next[0], slow.writableLength)
  next[1]()
  setImmediate(release)
}
setImmediate(release)
let reads = 0
const source = new Readable({ highWaterMark: 3, read(size) { console.log('read', size); this.push(reads++ < 4 ? 'xy' : null) } })
source.once('readable', () => {
  console.log(source.readableLength, source.readableFlowing, String(source.read(1)), source.readableLength)
  source.unshift('back')
  console.log(String(source.read(5)), source.read(100))
  source.on('data', (chunk) => { console.log('data', String(chunk)); source.pause(); setImmediate(() => source.resume()) })
  console.log(source.isPaused())
  source.on('end', () => console.log('end', source.readableDidRead, source.readableEnded))
})
const writev = new Writable({ writev: (chunks, done) => { console.log('writev', chunks.map(({ chunk }) => String(chunk))); done() } })
writev.cork()
writev.write('1'); writev.write('2')
writev.uncork()
writev.end('3')
setDefaultHighWaterMark(true, 5)
console.log(new Readable({ objectMode: true }).readableHighWaterMark)

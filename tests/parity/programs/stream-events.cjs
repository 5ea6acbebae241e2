const { PassThrough, finished, Duplex } = require('stream')
const stream = new PassThrough()
for (const name of ['readable', 'end', 'finish', 'close', 'prefinish', 'pause', 'resume'])
  stream.on(name, () => console.log(name))
finished(stream, (error) => console.log('finished', error))
stream.write('abc')
stream.end('def')
stream.once('readable', () => {
  let chunk
  while ((chunk = stream.read(2)) !== null) console.log('read', chunk.toString())
  console.log('rest', stream.read()?.toString())
})
const pair = Duplex.from(async function* (source) {
  for await (const chunk of source) yield chunk.toString().length
})
pair.on('data', (length) => console.log('length', length))
pair.end('twelve chars')

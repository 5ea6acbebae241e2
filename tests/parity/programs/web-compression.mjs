import { gzipSync, inflateRawSync } from 'node:zlib'

const through = (bytes, stream) => new Response(new Blob([bytes]).stream().pipeThrough(stream)).bytes()
const text = 'compressed '.repeat(1000)
for (const format of ['gzip', 'deflate', 'deflate-raw']) {
  const packed = await through(text, new CompressionStream(format))
  console.log(format, packed.length, Buffer.from(await through(packed, new DecompressionStream(format))).toString() === text)
}
console.log(Buffer.from(await through(gzipSync('from zlib'), new DecompressionStream('gzip'))).toString())
console.log(inflateRawSync(await through('to zlib', new CompressionStream('deflate-raw'))).toString())
await through('nonsense', new DecompressionStream('gzip')).catch((error) => console.log(error.name, error.code))
try {
  new CompressionStream('lzma')
} catch (error) {
  console.log(error.name, error.code, error.message)
}
console.log(await collect(ReadableStream.from(['hä', 'h']).pipeThrough(new TextEncoderStream()).pipeThrough(new TextDecoderStream())))
async function collect(stream) {
  return (await Array.fromAsync(stream)).join('|')
}

// CompressionStream and DecompressionStream.
const bytes = async (stream) => Buffer.concat(await Array.fromAsync(stream))
for (const format of ['gzip', 'deflate', 'deflate-raw', 'brotli']) {
  const packed = await bytes(new Blob(['web streams '.repeat(100)]).stream().pipeThrough(new CompressionStream(format)))
  const unpacked = await bytes(new Blob([packed]).stream().pipeThrough(new DecompressionStream(format)))
  console.log(format, packed.length < 100, unpacked.toString().length)
}
try {
  new CompressionStream('nope')
} catch (error) {
  console.log(error.name, error.code)
}
await bytes(new Blob(['garbage']).stream().pipeThrough(new DecompressionStream('gzip'))).catch((error) => console.log(error.name, error.code))

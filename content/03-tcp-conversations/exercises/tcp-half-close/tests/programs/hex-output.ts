/** Runs the learner's client, and shows the bytes that it writes to standard output in hexadecimal digits. */
type Write = (data: string | Uint8Array, ...rest: unknown[]) => boolean
const write = process.stdout.write.bind(process.stdout) as Write

process.stdout.write = ((data: string | Uint8Array, ...rest: unknown[]) => {
  const encoding = typeof rest[0] === 'string' ? (rest[0] as BufferEncoding) : 'utf8'
  const bytes = typeof data === 'string' ? Buffer.from(data, encoding) : Buffer.from(data)
  return write(bytes.toString('hex'), ...rest.filter((one) => typeof one === 'function'))
}) as typeof process.stdout.write

const client = './client.ts' // beside it in every world
await import(client)

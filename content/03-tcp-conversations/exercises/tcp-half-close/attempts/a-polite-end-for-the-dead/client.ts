import net from 'node:net'
import type { Readable, Writable } from 'node:stream'

const [host, port] = process.argv.slice(2)

/** Copies until there is no more, and goes slowly when the other side is slow. Returns a function that stops it. */
function copy(from: Readable, to: Writable, whenDone: () => void): () => void {
  const onData = (chunk: Buffer) => {
    if (!to.write(chunk)) from.pause()
  }
  const onDrain = () => from.resume()
  from.on('data', onData).on('end', whenDone)
  to.on('drain', onDrain)
  return () => {
    from.off('data', onData).off('end', whenDone).pause()
    to.off('drain', onDrain)
  }
}

const status = await new Promise<number>((resolve) => {
  const socket = net.connect(Number(port), host!)
  socket.on('error', () => resolve(1))
  const stop = copy(process.stdin, socket, () => socket.end())
  copy(socket, process.stdout, () => {
    stop()
    socket.end(() => resolve(0))
  })
})

// What is still on its way to the standard output comes first.
process.stdout.write('', () => process.exit(status))

/**
 * Submission that sends a descriptor along with its output: a connection with unread bytes and an SO_LINGER of hours. The
 * last process to close it waits that long. Prints the result for each descriptor, then listens and never answers.
 */
import net from 'node:net'

const { default: koffi } = (await import('file:///ackademy/node_modules/koffi/index.js' as string)) as {
  default: typeof import('koffi')
}
const libc = koffi.load('libc.so.6')
koffi.struct('iovec', { base: 'void *', length: 'size_t' })
koffi.struct('msghdr', {
  name: 'void *',
  namelen: 'uint',
  iov: 'iovec *',
  iovlen: 'size_t',
  control: 'void *',
  controllen: 'size_t',
  flags: 'int',
})
const sendmsg = libc.func('long sendmsg(int fd, msghdr *message, int flags)')
const setsockopt = libc.func('int setsockopt(int fd, int level, int option, void *value, uint length)')
const close = libc.func('int close(int fd)')
const [SOL_SOCKET, SO_LINGER, SCM_RIGHTS] = [1, 13, 1]

/** Returns a control message with one descriptor (cmsg(3)). */
function rights(fd: number): Uint8Array {
  const bytes = new Uint8Array(24)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 20, true)
  for (const [index, value] of [SOL_SOCKET, SCM_RIGHTS, fd].entries()) view.setInt32(8 + 4 * index, value, true)
  return bytes
}

/** Returns the descriptor of a connection to itself whose other end reads nothing. */
async function unread(): Promise<number> {
  const server = net.createServer({ pauseOnConnect: true })
  await new Promise<void>((resolve) => server.listen(9001, '127.0.0.1', resolve))
  const connection = net.connect(9001, '127.0.0.1').on('error', () => {})
  await new Promise((resolve) => connection.on('connect', resolve))
  connection.write(new Uint8Array(32e6))
  const { fd } = (connection as unknown as { _handle: { fd: number } })._handle
  setsockopt(fd, SOL_SOCKET, SO_LINGER, new Uint8Array(Int32Array.of(1, 10_000).buffer), 8)
  return fd
}

const fd = await unread()
const control = rights(fd)
// Write enough other output first that this process closes its own descriptor before any reader gets here.
const text = new TextEncoder().encode(`${'.'.repeat(4000)}\n`)
const outcomes: (string | number)[] = []
for (const to of [0, 1, 2, 3, 4]) {
  const iov = { base: text, length: text.length }
  const message = { name: null, namelen: 0, iov, iovlen: 1, control, controllen: control.length, flags: 0 }
  const sent = sendmsg(to, message, 0) as number
  const errno = koffi.errno()
  outcomes.push(sent < 0 ? (Object.entries(koffi.os.errno).find(([, number]) => number === errno)?.[0] ?? errno) : sent)
}
// The last process to close it: whichever received it, if that worked.
if (outcomes.some((outcome) => typeof outcome === 'number')) close(fd)
console.log(JSON.stringify(outcomes))
net.createServer(() => {}).listen(9000)

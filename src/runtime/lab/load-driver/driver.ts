/**
 * The program whose process loads a module of a submission: imports it, and serves calls over a channel next to the
 * standard streams, one JSON text per line, with the number of bytes copied so far. An ordinary Node program: the same
 * file runs on simulated hosts and on Linux. Arguments: the module, and the channel (`fd:3,4`, descriptors to read from
 * and to write to, or the path of a local socket).
 */
import { connect, Socket } from 'node:net'
import { bytesCopied, counting } from './copies.ts'
import { decodeValue, type EncodedValue, encodeError, encodeValue } from './remote-value.ts'

type Request =
  | { id: number; op: 'call' | 'construct'; name: string; args: EncodedValue[] }
  | { id: number; op: 'method'; ref: number; name: string; args: EncodedValue[] }
type Callable = (...args: unknown[]) => unknown
type Constructor = new (...args: unknown[]) => object

const [modulePath, channelAddress] = process.argv.slice(2) as [string, string]
const { requests, answers } = openChannel()

/** Objects that the test holds by number. */
const objects: object[] = []
const numbers = new Map<object, number>()

try {
  const module = (await import(modulePath)) as Record<string, unknown>
  serve(module)
  send({ ready: shapeOf(module) })
} catch (error) {
  send({ failed: encodeError(error) })
}

function openChannel(): { requests: Socket; answers: Socket } {
  const [from, to] = /^fd:(\d+),(\d+)$/.exec(channelAddress)?.slice(1).map(Number) ?? []
  if (from === undefined) {
    const socket = connect(channelAddress)
    return { requests: socket, answers: socket }
  }
  return {
    requests: new Socket({ fd: from, readable: true, writable: false }),
    answers: new Socket({ fd: to!, readable: false, writable: true }),
  }
}

function serve(module: Record<string, unknown>): void {
  let rest = ''
  requests.setEncoding('utf8')
  requests.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) void answer(module, JSON.parse(line) as Request)
  })
  // The test's side has gone: there will be no more calls.
  requests.on('end', () => process.exit())
}

async function answer(module: Record<string, unknown>, request: Request): Promise<void> {
  const { id } = request
  try {
    const value = await perform(module, request)
    send({ id, copied: bytesCopied(), value: encodeValue(value, referenceTo) })
  } catch (error) {
    send({ id, copied: bytesCopied(), thrown: encodeError(error) })
  }
}

function perform(module: Record<string, unknown>, request: Request): unknown {
  const args = request.args.map((arg) => decodeValue(arg, (ref) => objects[ref]))
  return counting(() => {
    if (request.op === 'method') {
      const object = objects[request.ref] as Record<string, Callable>
      return object[request.name]!(...args)
    }
    const exported = module[request.name]
    return request.op === 'call' ? (exported as Callable)(...args) : new (exported as Constructor)(...args)
  })
}

/** An object with methods stays here and goes as a number; plain data goes by value. */
function referenceTo(value: object): { ref: number; methods: string[] } | null {
  const methods = methodsOf(value)
  if (methods.length === 0) return null
  const ref = numbers.get(value) ?? objects.push(value) - 1
  numbers.set(value, ref)
  return { ref, methods }
}

function methodsOf(value: object): string[] {
  const names = new Set<string>()
  for (let level = value; level && level !== Object.prototype; level = Object.getPrototypeOf(level) as object)
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(level)))
      if (name !== 'constructor' && typeof property.value === 'function') names.add(name)
  return [...names]
}

function shapeOf(module: Record<string, unknown>): { functions: string[]; classes: string[] } {
  const callables = Object.entries(module).filter(([, value]) => typeof value === 'function')
  const isClass = (value: unknown) => /^class\b/.test(Function.prototype.toString.call(value))
  return {
    functions: callables.filter(([, value]) => !isClass(value)).map(([name]) => name),
    classes: callables.filter(([, value]) => isClass(value)).map(([name]) => name),
  }
}

function send(message: object): void {
  answers.write(`${JSON.stringify(message)}\n`)
}

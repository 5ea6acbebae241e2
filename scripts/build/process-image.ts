/**
 * Makes `generated/process.image` with the code of a child process and V8's code cache after it has run two small programs, so
 * the functions that they used aren't compiled again in every child. Runs in a process of its own: the cache would otherwise contain the build's functions.
 */
import { writeFileSync } from 'node:fs'
import { serialize } from 'node:v8'
import { build } from 'esbuild'
import { buildNetwork, MILLISECOND, SECOND } from '#network'
import { Kernel, World } from '#node/kernel/index.ts'
import { readLibrary } from '#node/library/on-disk/index.ts'
import { localStarter, type ProcessFactory } from '#node/processes/index.ts'
import { compileImage, type ProcessImage, runImage } from '#node/processes/piped/index.ts'
import { prepareRealm } from '#node/realm/platform/vm/index.ts'

const SERVER = `
import { createServer, type Socket } from 'node:net'
const greet = (socket: Socket): void => {
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (data: string) => {
    text += data
    for (let end = text.indexOf('\\n'); end >= 0; end = text.indexOf('\\n')) {
      socket.write(text.slice(0, end + 1))
      text = text.slice(end + 1)
    }
  })
  socket.on('error', (error) => console.error(error.message))
  socket.on('end', () => socket.end())
}
createServer({ allowHalfOpen: true }, greet).listen(7000, '0.0.0.0', () => console.log('listening on %d', 7000, { a: [1] }))
process.on('SIGTERM', () => process.exit(0))
`
const CLIENT = `
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
const socket = connect(7000, '10.0.0.2')
await once(socket, 'connect')
socket.write(Buffer.from('hello\\n'))
const [data] = await once(socket, 'data')
console.log(String(data).trim())
await delay(10)
socket.end('bye\\n')
await once(socket.resume(), 'close')
setImmediate(() => { throw new Error('as planned') })
`

/** `child-runtime.ts` as an expression: a function of `require`. */
async function bundleRuntime(): Promise<string> {
  const result = await build({
    entryPoints: ['src/runtime/node/processes/piped/child-runtime.ts'],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    logLevel: 'error',
    // Only for what runs from its sources.
    define: { 'import.meta.url': '"file:///process"' },
  })
  return `(function (require) { const module = { exports: {} }; ${result.outputFiles[0]!.text}; return module.exports })`
}

async function runPrograms(create: ProcessFactory): Promise<void> {
  const node = (name: string, address: string) =>
    ({ kind: 'host', name, interfaces: [{ name: 'eth0', addresses: [{ address, length: 24 }] }], routes: [] }) as const
  const network = buildNetwork(
    {
      name: 'wire',
      nodes: [node('client', '10.0.0.1'), node('server', '10.0.0.2')],
      links: [{ endpoints: ['client:eth0', 'server:eth0'], impairment: { delay: MILLISECOND } }],
    },
    { seed: 1 },
  )
  const kernel = new Kernel(network)
  const start = (host: string, source: string) =>
    localStarter(create)(kernel, network.host(host), {
      name: host,
      argv: ['/usr/local/bin/node', `/work/${host}.ts`],
      env: {},
      cwd: '/work',
      hostname: host,
      epochMs: 0,
      hosts: {},
      files: { [`/work/${host}.ts`]: source },
    })
  const server = await start('server', SERVER)
  const client = await start('client', CLIENT)
  const world = new World(network, kernel)
  await world.runUntil(() => client.exit !== null, 10 * SECOND)
  server.kill('SIGTERM')
  await world.runUntil(() => server.exit !== null, 20 * SECOND)
  if (client.stdout === 'hello\n' && client.exit?.code === 1 && server.exit?.code === 0) return
  throw new Error(`The programs of the image went wrong:\n${server.stderr}\n${client.stdout}${client.stderr}`)
}

/** Escapes characters above Latin-1 (in comments, in the borders of `console.table`): V8 stores such text in half the memory, and every child reads it. */
function inLatin1(code: string): string {
  const escaped = code.replace(/[\u0100-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  // Copied: a string derived from a two-byte string stays two-byte.
  return Buffer.from(escaped, 'latin1').toString('latin1')
}

const realmOfText = prepareRealm(readLibrary())
const image: ProcessImage = {
  runtime: inLatin1(await bundleRuntime()),
  runtimeCache: null,
  realm: {
    ...realmOfText,
    runtime: inLatin1(realmOfText.runtime),
    bundle: { ...realmOfText.bundle, code: inLatin1(realmOfText.bundle.code) },
  },
}
const script = compileImage(image)
const { createVmRealm, codeCacheOf } = runImage(script)
await runPrograms((calls) => createVmRealm({ library: image.realm, calls }))
const realm = { ...image.realm, codeCache: codeCacheOf(image.realm) }
writeFileSync('generated/process.image', serialize({ ...image, realm, runtimeCache: script.createCachedData() }))

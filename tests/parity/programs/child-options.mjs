import { exec, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'

const node = process.execPath
const said = (...parameters) => new Promise((resolve) => execFile(...parameters, (error, stdout, stderr) => resolve({ error, stdout, stderr })))
console.log((await said(node, ['-p', 'process.cwd()'], { cwd: '/tmp' })).stdout)
console.log((await said(node, ['-p', 'process.env.A + process.env.B'], { env: { A: 'a', B: 'b' } })).stdout)
const nowhere = spawn(node, ['-v'], { cwd: '/no/such/folder' })
nowhere.on('error', (error) => console.log(error.code, error.syscall === `spawn ${node}`, error.path === node))
await once(nowhere, 'close').catch(() => {})
const long = await said(node, ['-e', "console.log('y'.repeat(5000))"], { maxBuffer: 1000 })
console.log(long.error.code, long.error.message, long.stdout.length)
const late = await said(node, ['-e', 'setInterval(() => {}, 1000)'], { timeout: 300 })
console.log(late.error.killed, late.error.signal, late.error.code)
const controller = new AbortController()
const aborted = spawn(node, ['-e', 'setInterval(() => {}, 1000)'], { signal: controller.signal })
aborted.on('error', (error) => console.log(error.name, error.code, error.message))
setTimeout(() => controller.abort(), 50)
console.log(await once(aborted, 'exit').catch((error) => error.name))
console.log((await said('/etc', [])).error.code)
for (const [file, options] of [[7], [''], ['a\0b'], [node, { cwd: 5 }], [node, { timeout: -1 }], [node, { killSignal: 'SIGX' }], [node, { uid: 'x' }]])
  try {
    spawn(file, [], options)
  } catch (error) {
    console.log(error.code, error.message)
  }
exec(`"${node}" -p 42`, (error, stdout) => console.log(error, stdout))

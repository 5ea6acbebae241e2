import { spawn } from 'node:child_process'
import { once } from 'node:events'

const run = (code, options) => spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'], ...options })
const wait = "process.stdout.write('up'); setInterval(() => {}, 1000);"

for (const signal of ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP', 'SIGUSR2', 'SIGALRM']) {
  const child = run(wait)
  await once(child.stdout, 'data')
  console.log(child.kill(signal), child.killed, child.exitCode, child.signalCode)
  console.log(signal, await once(child, 'exit'), child.exitCode, child.signalCode)
  console.log('again', child.kill())
}
const handles = run(`process.on('SIGTERM', (...what) => { console.log(what); process.exit(5) }); ${wait}`)
handles.stdout.setEncoding('utf8')
await once(handles.stdout, 'data')
handles.stdout.on('data', (text) => console.log(text.trim()))
console.log(handles.kill(0), handles.killed)
handles.kill()
console.log(await once(handles, 'close'))
const ignores = run(`process.on('SIGTERM', () => console.log('no')); ${wait}`)
await once(ignores.stdout, 'data')
ignores.kill()
console.log(String((await once(ignores.stdout, 'data'))[0]))
ignores.kill('SIGKILL')
console.log(await once(ignores, 'close'))
for (const code of ['process.abort()', 'process.kill(process.pid, "SIGQUIT")', 'process.exit(300)', 'process.exitCode = 7']) {
  const child = run(code, { stdio: 'ignore' })
  console.log(await once(child, 'exit'))
}
try {
  process.kill(2 ** 22 + 5, 0)
} catch (error) {
  console.log(error.code, error.syscall, error.message)
}
try {
  handles.kill('SIGNOTHING')
} catch (error) {
  console.log(error.code, error.message)
}

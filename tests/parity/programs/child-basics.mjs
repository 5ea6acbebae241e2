import { spawn, execFile, fork } from 'node:child_process'
import { once } from 'node:events'

if (process.argv[2] === 'child') {
  process.stdin.setEncoding('utf8')
  let text = ''
  process.stdin.on('data', (part) => {
    text += part
  })
  process.stdin.on('end', () => {
    console.log('got', JSON.stringify(text), process.argv.slice(2), process.env.COLOUR)
    console.error('to standard error')
    process.exitCode = 3
  })
} else {
  const child = spawn(process.execPath, [import.meta.filename, 'child', 'a b'], { env: { COLOUR: 'blue' } })
  console.log(typeof child.pid, child.spawnargs.slice(2), child.connected)
  child.on('spawn', () => console.log('spawn'))
  child.stdout.on('data', (data) => console.log('stdout', String(data)))
  child.stderr.on('data', (data) => console.log('stderr', String(data)))
  child.stdin.end('hello\n')
  child.on('exit', (...how) => console.log('exit', how))
  const how = await once(child, 'close')
  console.log('close', how, child.exitCode, child.signalCode, child.killed)
  const missing = spawn('no-such-program', ['x'])
  missing.on('error', (error) => {
    console.log(error, missing.pid)
  })
  await once(missing, 'close').catch(() => {})
  execFile(process.execPath, ['-e', 'console.log(1 + 1); process.exit(4)'], (error, stdout, stderr) => {
    console.log(error.code, error.killed, error.signal, JSON.stringify(stdout), JSON.stringify(stderr))
  })
}

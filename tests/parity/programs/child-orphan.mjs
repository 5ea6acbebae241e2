import { spawn } from 'node:child_process'
import { once } from 'node:events'

// A child outlives the process that started it, and becomes init's; its output still goes where it went.
const grandchild = "setTimeout(() => console.log('orphan', process.ppid === 1), 200)"
const middle = `
  const { spawn } = require('child_process')
  const child = spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit', detached: true })
  child.unref()
  console.log('middle', process.ppid === ${process.pid})
`
const child = spawn(process.execPath, ['-e', middle], { stdio: ['ignore', 'pipe', 'inherit'] })
child.stdout.on('data', (data) => console.log(String(data).trim()))
child.on('exit', (code) => console.log('exit', code))
await once(child, 'close')

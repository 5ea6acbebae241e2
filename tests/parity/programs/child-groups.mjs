import { spawn } from 'node:child_process'
import { once } from 'node:events'

// kill of a negative pid reaches the whole group.
const middle = `
  const child = require('child_process').spawn(process.execPath, ['-e', "console.log('grandchild'); setInterval(() => {}, 1000)"], { stdio: 'inherit' })
  setInterval(() => {}, 1000)
`
const child = spawn(process.execPath, ['-e', middle], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
console.log(String((await once(child.stdout, 'data'))[0]).trim())
process.kill(-child.pid, 'SIGTERM')
console.log(await once(child, 'close'))
process.on('SIGCHLD', () => console.log('SIGCHLD'))
const short = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
await once(short, 'exit')

/** Submission that leaves a mark wherever it can, and looks for the marks of others. Prints one line of JSON, then listens and never answers. */
import fs from 'node:fs'
import net from 'node:net'

const mark = 'ackademy-mark-MARK'
const found: string[] = []
const left: string[] = []
const folders = [
  '/',
  '/tmp',
  '/work',
  '/dev',
  '/dev/shm',
  '/var/tmp',
  '/run',
  '/etc',
  '/proc',
  '/ackademy',
  '/usr/local',
]
for (const folder of folders) {
  try {
    found.push(...fs.readdirSync(folder).filter((name) => name.startsWith('ackademy-mark-')))
  } catch {}
  try {
    fs.writeFileSync(`${folder === '/' ? '' : folder}/${mark}`, mark)
    left.push(folder)
  } catch {}
}
// Abstract names of local sockets belong to one network namespace.
found.push(...(fs.readFileSync('/proc/net/unix', 'utf8').match(/ackademy-mark-\w+/g) ?? []))
await new Promise<void>((resolve) => net.createServer().listen(`\0${mark}`, resolve))
left.push('abstract socket')
const users = fs
  .readdirSync('/proc')
  .filter((name) => /^\d+$/.test(name))
  .map((pid) => fs.statSync(`/proc/${pid}`).uid)
console.log(JSON.stringify({ found, left, users: [...new Set(users)] }))
net.createServer(() => {}).listen(9000)

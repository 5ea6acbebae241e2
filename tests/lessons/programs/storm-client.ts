// Asks LOAD questions a second for 120 s, and prints after how many seconds from the end of the outage, at 10 s, all were answered in time again; or `never`.
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const [load, policy] = [Number(process.argv[2]), process.argv[3]]
const PATIENCE_MS = 1_000
const MOST_TRIES = 4
const [OUTAGE_END, END] = [10, 120]

const open = new Map<string, () => void>()
const socket = net.connect(9000, 'server')
socket.setNoDelay(true)
socket.setEncoding('utf8')
socket.on('error', () => {})
socket.on('data', (lines: string) => {
  for (const line of lines.trim().split('\n')) open.get(line)?.()
})

let saved = 10
let next = 0
let lastFailure = 0
for (let n = 0; n < load * END; n++) setTimeout(() => void ask().catch(console.error), (n * 1_000) / load)
setTimeout(
  () => {
    console.log(lastFailure > END - 2 ? 'never' : Math.ceil(lastFailure - OUTAGE_END))
    process.exit()
  },
  END * 1_000 + 5_000,
)

async function ask() {
  const second = performance.now() / 1_000
  saved = Math.min(10, saved + 0.1)
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (await once()) return
    lastFailure = Math.max(lastFailure, second)
    if (policy === 'none') return
    if (policy === 'at-once') continue
    if (saved < 1) return
    saved--
    await sleep(Math.random() * 200 * 2 ** tries)
  }
}

function once(): Promise<boolean> {
  const id = String(++next)
  socket.write(`${id}\n`)
  return new Promise((resolve) => {
    const finish = (isAnswered: boolean) => {
      clearTimeout(timer)
      open.delete(id)
      resolve(isAnswered)
    }
    const timer = setTimeout(finish, PATIENCE_MS, false)
    open.set(id, () => finish(true))
  })
}

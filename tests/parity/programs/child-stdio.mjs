import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'

const self = import.meta.filename
if (process.argv[2] === 'inherit') {
  console.log('inherited', process.argv[3])
} else if (process.argv[2] === 'extra') {
  fs.writeSync(3, 'to three')
  console.log(fs.fstatSync(4).isFile(), fs.readFileSync(4, 'utf8'))
} else {
  const inherits = spawn(process.execPath, [self, 'inherit', 'one'], { stdio: 'inherit' })
  console.log(inherits.stdin, inherits.stdout, inherits.stdio)
  console.log(await once(inherits, 'close'))
  const ignores = spawn(process.execPath, [self, 'inherit', 'two'], { stdio: 'ignore' })
  console.log(await once(ignores, 'close'))
  const path = `/tmp/child-stdio-${process.pid}.txt`
  fs.writeFileSync(path, 'content')
  const fd = fs.openSync(path, 'r')
  const extra = spawn(process.execPath, [self, 'extra'], { stdio: ['ignore', 'pipe', 'inherit', 'pipe', fd] })
  const parts = []
  extra.stdio[3].on('data', (data) => parts.push(`three: ${data}`))
  extra.stdout.on('data', (data) => parts.push(`out: ${data}`))
  console.log(await once(extra, 'close'), parts.sort())
  fs.closeSync(fd)
  const out = fs.openSync(path, 'w')
  const writes = spawn(process.execPath, [self, 'inherit', 'three'], { stdio: ['ignore', out, out] })
  await once(writes, 'close')
  console.log(fs.readFileSync(path, 'utf8'))
  fs.unlinkSync(path)
  // What one writes another reads.
  const writer = spawn(process.execPath, ['-e', "process.stdout.write('x'.repeat(300000))"], { stdio: ['ignore', 'pipe', 'inherit'] })
  const reader = spawn(process.execPath, ['-e', "let n = 0; process.stdin.on('data', (d) => { n += d.length }); process.stdin.on('end', () => console.log(n))"], {
    stdio: [writer.stdout, 'pipe', 'inherit'],
  })
  console.log(String((await once(reader.stdout, 'data'))[0]).trim())
  for (const stdio of [['pipe', 'nonsense'], 'other', [99999]])
    try {
      spawn(process.execPath, ['-v'], { stdio })
    } catch (error) {
      console.log(error.code, error.message)
    }
}

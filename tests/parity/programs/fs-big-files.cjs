// Large files in pieces, holes, and what a file system says of them.
const fs = require('fs')
const folder = fs.mkdtempSync('/tmp/parity-')
process.chdir(folder)
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
const attempt = (name, run) => {
  try {
    console.log(name, run())
  } catch (error) {
    console.log(name, error.name, error.code, error.message.replaceAll(folder, 'FOLDER'))
  }
}

const crypto = require('crypto')
const digest = (bytes) => crypto.createHash('sha1').update(bytes).digest('hex').slice(0, 12)
const piece = Buffer.from(Array.from({ length: 65_537 }, (_, index) => (index * 7) & 255))
const fd = fs.openSync('big', 'w+')
for (let i = 0; i < 80; i++) fs.writeSync(fd, piece)
console.log(fs.fstatSync(fd).size, digest(fs.readFileSync('big')))
const middle = Buffer.alloc(3_000_000)
console.log(fs.readSync(fd, middle, 0, middle.length, 1_234_567), digest(middle))
console.log(fs.writeSync(fd, middle, 0, middle.length, 4_000_000), fs.fstatSync(fd).size, digest(fs.readFileSync('big')))
fs.ftruncateSync(fd, 100_000)
fs.ftruncateSync(fd, 200_000)
console.log(digest(fs.readFileSync('big')))
fs.closeSync(fd)
fs.writeFileSync('hole', 'start')
fs.truncateSync('hole', 5_000_000_000)
const hole = fs.openSync('hole', 'r+')
const part = Buffer.alloc(10, 'x')
console.log(fs.fstatSync(hole).size, fs.readSync(hole, part, 0, 10, 4_999_999_995), part)
console.log(fs.writeSync(hole, 'end', 6_000_000_000), fs.fstatSync(hole).size, fs.fstatSync(hole).blocks < 1000)
fs.closeSync(hole)
attempt('too large', () => fs.readFileSync('hole'))
attempt('too far', () => fs.truncateSync('hole', Number.MAX_SAFE_INTEGER))
fs.rmSync('hole')
fs.writeFileSync('text', 'ä€😀\n'.repeat(50_000))
console.log(fs.readFileSync('text', 'utf8').length, fs.statSync('text').size)
fs.copyFileSync('text', 'copy')
console.log(digest(fs.readFileSync('copy')) === digest(fs.readFileSync('text')))
fs.readFile('big', (error, bytes) => console.log(error, bytes.length, digest(bytes)))
let seen = 0
fs.createReadStream('big', { highWaterMark: 1000 }).on('data', ({ length }) => (seen += length)).on('close', () => console.log(seen))

// Reading and writing at positions, beyond the end, and where the last one ended.
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

const fd = fs.openSync('f', 'w+')
console.log(fs.writeSync(fd, 'abcdef'), fs.writeSync(fd, 'XY', 2), fs.writeSync(fd, 'end'))
const buffer = Buffer.alloc(12, '-')
console.log(fs.readSync(fd, buffer), buffer.toString())
console.log(fs.readSync(fd, buffer, 0, 4, 1), buffer.toString())
console.log(fs.readSync(fd, buffer, { offset: 6, length: 3, position: 0 }), buffer.toString())
console.log(fs.readSync(fd, buffer, 0, 12, 100), fs.writeSync(fd, 'far', 20), fs.fstatSync(fd).size)
console.log(fs.readFileSync('f').toString('hex'))
fs.ftruncateSync(fd, 4)
console.log(fs.readFileSync('f', 'utf8'), fs.writeSync(fd, '!'), fs.fstatSync(fd).size, fs.readFileSync('f').toString('hex'))
fs.ftruncateSync(fd, 16)
console.log(fs.readFileSync('f').toString('hex'))
fs.closeSync(fd)
const appending = fs.openSync('f', 'a+')
console.log(fs.writeSync(appending, 'tail', 0), fs.readSync(appending, buffer, 0, 12, 0), fs.fstatSync(appending).size)
fs.closeSync(appending)
fs.writeFileSync('v', 'one two three')
const vector = fs.openSync('v', 'r+')
const parts = [Buffer.alloc(4), Buffer.alloc(4), Buffer.alloc(20)]
console.log(fs.readvSync(vector, parts, 0), parts.map(String).map((text) => text.replaceAll('\0', '.')))
console.log(fs.writevSync(vector, [Buffer.from('ONE'), Buffer.from(' '), Buffer.from('TWO')], 0), fs.readFileSync('v', 'utf8'))
fs.readv(vector, parts, null, (error, count) => console.log(error, count, parts.map((part) => part.length)))
fs.writev(vector, [new Uint8Array([65]), new Uint16Array([66])], 3, (error, count) => {
  console.log(error, count, fs.readFileSync('v').toString('hex'))
  fs.read(vector, { position: 0n, buffer: Buffer.alloc(3) }, (error, count, into) => {
    console.log(error, count, into)
    fs.read(vector, (error, count, into) => console.log(error, count, into.length))
  })
})

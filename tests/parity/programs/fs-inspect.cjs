// How what fs gives looks.
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

fs.writeFileSync('f', 'abc')
fs.mkdirSync('d')
console.log(fs.readdirSync('.', { withFileTypes: true }))
fs.utimesSync('f', 1000, 2000)
const { atime, mtime, size } = fs.statSync('f')
console.log({ atime, mtime, size }, fs.statSync('f').constructor.name)
console.log(Object.keys(fs).sort().join(' '))
console.log(Object.keys(fs.promises).sort().join(' '), Object.keys(fs.constants).join(' '))
fs.stat('nope', (error) => console.log(error, error instanceof Error, Object.getOwnPropertyNames(error)))
fs.promises.open('f').then(async (handle) => {
  console.log(Object.prototype.toString.call(handle), handle.constructor.name)
  await handle.close()
})
const stream = fs.createReadStream('f')
console.log(stream.path, stream.flags, stream.mode, stream.start, stream.end, stream.pending, stream.autoClose)
stream.on('close', () => console.log(stream.pending, stream.fd, stream.closed)).resume()

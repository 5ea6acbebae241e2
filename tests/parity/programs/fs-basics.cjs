// Writing, reading and removing files and folders at once, and the errors of what is not there.
const fs = require('fs')
const path = require('path')

const folder = fs.mkdtempSync(path.join('/tmp', 'parity-'))
const at = (name) => path.join(folder, name)
const plain = (text) => String(text).replaceAll(folder, 'FOLDER')
process.chdir(folder)
console.log(process.cwd() === folder)

fs.writeFileSync('a.txt', 'hello')
fs.appendFileSync('a.txt', ' world')
console.log(fs.readFileSync('a.txt', 'utf8'), fs.readFileSync('a.txt'), fs.existsSync('a.txt'), fs.existsSync('b.txt'))
fs.mkdirSync('x/y/z', { recursive: true })
fs.writeFileSync(at('x/y/1'), '')
console.log(fs.readdirSync(folder), fs.readdirSync('x', { recursive: true }))
const stats = fs.statSync('a.txt')
console.log(stats.size, stats.isFile(), stats.isDirectory(), (stats.mode & 0o777).toString(8), stats.nlink, stats.blocks)
console.log(fs.statSync('x').isDirectory(), fs.lstatSync('nope', { throwIfNoEntry: false }))

const failures = [
  () => fs.readFileSync('nope'),
  () => fs.readFileSync('nope', 'utf8'),
  () => fs.readFileSync('x'),
  () => fs.readFileSync('x', 'utf8'),
  () => fs.openSync('a.txt/b'),
  () => fs.writeFileSync('x', 'text'),
  () => fs.writeFileSync('nope/file', 'text'),
  () => fs.mkdirSync('x'),
  () => fs.mkdirSync('a.txt', { recursive: true }),
  () => fs.mkdirSync('a.txt/b', { recursive: true }),
  () => fs.rmdirSync('x'),
  () => fs.rmdirSync('a.txt'),
  () => fs.rmSync('x'),
  () => fs.rmSync('nope'),
  () => fs.unlinkSync('x/y'),
  () => fs.unlinkSync('nope'),
  () => fs.renameSync('nope', 'other'),
  () => fs.renameSync('x', 'x/y/x'),
  () => fs.readdirSync('nope'),
  () => fs.readdirSync('a.txt'),
  () => fs.copyFileSync('nope', 'b'),
  () => fs.copyFileSync('a.txt', 'a.txt', fs.constants.COPYFILE_EXCL),
  () => fs.accessSync('nope'),
  () => fs.readlinkSync('a.txt'),
  () => fs.linkSync('nope', 'b'),
  () => fs.symlinkSync('b', 'a.txt'),
  () => fs.statSync('nope'),
  () => fs.closeSync(9999),
  () => fs.readSync(9999, Buffer.alloc(1)),
  () => fs.truncateSync('nope'),
  () => fs.chmodSync('nope', 0o600),
  () => fs.utimesSync('nope', 1, 1),
  () => fs.realpathSync('nope/a'),
  () => fs.opendirSync('nope'),
  () => process.chdir('nope'),
  () => fs.openSync('n'.repeat(300)),
  () => fs.openSync('a.txt', 'wx'),
  () => fs.openSync('a.txt', 'bad'),
  () => fs.readFileSync(Symbol('x')),
  () => fs.writeFileSync('a.txt', 12),
  () => fs.openSync('a\0b'),
]
for (const fail of failures) {
  try {
    console.log(fail(), 'no error', fail.toString())
  } catch (error) {
    const { code, errno, syscall, path: where, dest } = error
    console.log(error.name, plain(error.message), plain(JSON.stringify({ code, errno, syscall, where, dest })))
  }
}
fs.rmSync(folder, { recursive: true })
console.log(fs.existsSync(folder))

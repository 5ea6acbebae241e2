// Symbolic links: followed, unfollowed, broken, in circles, and what they do to names.
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

fs.mkdirSync('d/e', { recursive: true })
fs.writeFileSync('d/f', 'text')
fs.symlinkSync('d', 'dir')
fs.symlinkSync('d/f', 'file')
fs.symlinkSync('nowhere', 'broken')
fs.symlinkSync('b', 'a')
fs.symlinkSync('a', 'b')
fs.symlinkSync('../f', 'd/e/up')
fs.symlinkSync(`${folder}/d`, 'absolute')
fs.symlinkSync('dir/', 'slash')
for (const name of ['dir', 'file', 'broken', 'a', 'd/e/up', 'absolute', 'slash', 'dir/e/up', 'file/', 'dir/', 'broken/', 'dir/../d/f', 'dir/nope']) {
  attempt(`lstat ${name}`, () => [fs.lstatSync(name).isSymbolicLink(), fs.lstatSync(name).isDirectory()])
  attempt(`stat ${name}`, () => [fs.statSync(name).isFile(), fs.statSync(name).isDirectory()])
  attempt(`readlink ${name}`, () => fs.readlinkSync(name).replaceAll(folder, 'FOLDER'))
  attempt(`realpath ${name}`, () => fs.realpathSync(name).replaceAll(folder, 'FOLDER'))
  attempt(`native ${name}`, () => fs.realpathSync.native(name).replaceAll(folder, 'FOLDER'))
  attempt(`exists ${name}`, () => fs.existsSync(name))
}
attempt('write through', () => fs.writeFileSync('broken', 'made'))
attempt('made', () => fs.readFileSync('nowhere', 'utf8'))
attempt('exclusive', () => fs.writeFileSync('file', 'x', { flag: 'wx' }))
attempt('rmdir of a link', () => fs.rmdirSync('dir'))
attempt('unlink of a link', () => fs.unlinkSync('dir'))
attempt('still there', () => fs.readdirSync('d'))
attempt('rename a link', () => fs.renameSync('file', 'moved'))
attempt('moved', () => fs.readlinkSync('moved'))
attempt('lutimes', () => fs.lutimesSync('moved', 1, 2))
attempt('times', () => [fs.lstatSync('moved').mtimeMs, fs.statSync('moved').mtimeMs === 2000])
attempt('existing', () => fs.symlinkSync('x', 'd'))
attempt('empty', () => fs.symlinkSync('', 'empty'))
attempt('in nowhere', () => fs.symlinkSync('x', 'no/where'))
let deep = 'd'
for (let i = 0; i < 45; i++) fs.symlinkSync(i === 0 ? 'd' : `chain${i - 1}`, `chain${i}`)
attempt('40 links', () => fs.statSync('chain39').isDirectory())
attempt('41 links', () => fs.statSync('chain40').isDirectory())
console.log(fs.readdirSync('.', { withFileTypes: true }).filter((entry) => !entry.name.startsWith('chain')).map((entry) => `${entry.name} ${entry.isSymbolicLink()} ${entry.isDirectory()}`))

// Files that are none: devices, and special names.
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

console.log(fs.readFileSync('/dev/null').length, fs.statSync('/dev/null').isCharacterDevice())
fs.writeFileSync('/dev/null', 'gone')
const zero = fs.openSync('/dev/zero', 'r')
const buffer = Buffer.alloc(8, 'x')
console.log(fs.readSync(zero, buffer, 0, 8, null), buffer)
fs.closeSync(zero)
const random = fs.openSync('/dev/urandom', 'r')
console.log(fs.readSync(random, buffer), new Set(buffer).size > 2)
fs.closeSync(random)
attempt('full', () => fs.writeFileSync('/dev/full', 'x'))
attempt('seek', () => fs.truncateSync('/dev/null', 5))
console.log(fs.existsSync('/etc/hosts'), /127\.0\.0\.1\s+localhost/.test(fs.readFileSync('/etc/hosts', 'utf8')), fs.existsSync('/etc/nothing'))
console.log(fs.statSync('/tmp').isDirectory(), (fs.statSync('/tmp').mode & 0o1777).toString(8), require('os').tmpdir())
attempt('rmdir', () => fs.rmdirSync('/'))
attempt('unlink', () => fs.unlinkSync('/dev'))
attempt('between', () => fs.renameSync(`${folder}/../`, '/dev/x'))
attempt('across', () => { fs.writeFileSync('f', ''); fs.linkSync('f', '/dev/linked') })
attempt('across', () => fs.renameSync('f', '/dev/renamed'))
fs.closeSync(fs.openSync(process.execPath, 'r'))
console.log(fs.fstatSync(1).isFile(), fs.existsSync(__filename), require('path').basename(__filename))
attempt('name', () => fs.writeFileSync('x'.repeat(255), 'long').length)
attempt('name', () => fs.writeFileSync('x'.repeat(256), 'long'))
attempt('name', () => fs.writeFileSync('é'.repeat(128), 'long'))
attempt('path', () => fs.statSync('./'.repeat(3000)))

// What each flag of open does with a file that is there and one that is not.
const fs = require('fs')
const { attempt, folder } = require('../support/scratch-folder.cjs')

for (const flag of ['r', 'rs', 'r+', 'w', 'wx', 'w+', 'wx+', 'a', 'ax', 'a+', 'ax+', 'as', 'as+', 'sr', 'xw', 'q', '']) {
  for (const there of [true, false]) {
    fs.rmSync('f', { force: true })
    if (there) fs.writeFileSync('f', 'before')
    attempt(`${flag} ${there ? 'there' : 'not there'}`, () => {
      const fd = fs.openSync('f', flag)
      const results = []
      try {
        results.push(fs.writeSync(fd, 'new', 1))
      } catch (error) {
        results.push(error.code)
      }
      try {
        const buffer = Buffer.alloc(20)
        results.push(fs.readSync(fd, buffer, 0, 20, 0), buffer.toString('latin1').replaceAll('\0', '.'))
      } catch (error) {
        results.push(error.code)
      }
      fs.closeSync(fd)
      return [...results, fs.readFileSync('f', 'utf8').replaceAll('\0', '.')].join(' | ')
    })
  }
}
const { O_CREAT, O_EXCL, O_DIRECTORY, O_NOFOLLOW, O_RDONLY, O_TRUNC, O_WRONLY, O_APPEND } = fs.constants
fs.mkdirSync('d')
fs.symlinkSync('f', 'link')
for (const [name, path, flags] of [
  ['create exclusively', 'f', O_CREAT | O_EXCL | O_WRONLY],
  ['a folder as one', 'd', O_DIRECTORY],
  ['a file as a folder', 'f', O_DIRECTORY],
  ['a link unfollowed', 'link', O_NOFOLLOW],
  ['a folder to write', 'd', O_WRONLY],
  ['a folder to create', 'd', O_CREAT],
  ['cut while reading', 'f', O_RDONLY | O_TRUNC],
  ['append and cut', 'f', O_WRONLY | O_APPEND | O_TRUNC],
])
  attempt(name, () => fs.closeSync(fs.openSync(path, flags)))

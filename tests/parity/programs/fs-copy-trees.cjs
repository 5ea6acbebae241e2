// cpSync and cp of files, folders and links, and what they refuse.
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

fs.mkdirSync('src/deep', { recursive: true })
fs.writeFileSync('src/a', 'a')
fs.writeFileSync('src/deep/b', 'b')
fs.symlinkSync('a', 'src/link')
fs.symlinkSync(`${folder}/src/deep`, 'src/folder')
const tree = (root) => fs.readdirSync(root, { recursive: true }).sort().map((name) => {
  const path = `${root}/${name}`
  const stats = fs.lstatSync(path)
  return stats.isSymbolicLink() ? `${name} -> ${fs.readlinkSync(path).replaceAll(folder, 'FOLDER')}` : stats.isFile() ? `${name}=${fs.readFileSync(path)}` : name
})
attempt('whole', () => (fs.cpSync('src', 'one', { recursive: true }), tree('one')))
attempt('verbatim', () => (fs.cpSync('src', 'two', { recursive: true, verbatimSymlinks: true }), tree('two')))
attempt('filter', () => (fs.cpSync('src', 'four', { recursive: true, filter: (from) => !from.endsWith('b') }), tree('four')))
attempt('not recursive', () => fs.cpSync('src', 'x'))
attempt('onto itself', () => fs.cpSync('src', 'src', { recursive: true }))
attempt('into itself', () => fs.cpSync('src', 'src/deep/x', { recursive: true }))
attempt('folder onto file', () => fs.cpSync('src', 'src/a', { recursive: true }))
attempt('file onto folder', () => fs.cpSync('src/a', 'src/deep'))
attempt('nothing', () => fs.cpSync('nope', 'y', { recursive: true }))
fs.writeFileSync('one/a', 'changed')
attempt('unforced', () => (fs.cpSync('src/a', 'one/a', { force: false }), fs.readFileSync('one/a', 'utf8')))
attempt('error', () => fs.cpSync('src/a', 'one/a', { force: false, errorOnExist: true }))
attempt('forced', () => (fs.cpSync('src/a', 'one/a'), fs.readFileSync('one/a', 'utf8')))
attempt('new folders', () => (fs.cpSync('src/a', 'q/w/e'), fs.readFileSync('q/w/e', 'utf8')))
attempt('options', () => fs.cpSync('src', 'z', { recursive: 'yes' }))
;(async () => {
  const later = (name, run) => run().then((value) => console.log(name, value), (error) => console.log(name, error.code, error.message.replaceAll(folder, 'FOLDER')))
  await later('promise', async () => (await fs.promises.cp('src', 'five', { recursive: true }), tree('five')))
  await later('not recursive', () => fs.promises.cp('src', 'six'))
  await later('into itself', () => fs.promises.cp('src', 'src/x', { recursive: true }))
  await later('exists', () => fs.promises.cp('src/a', 'five/a', { force: false, errorOnExist: true }))
  fs.cp('nope', 'x', (error) => console.log(error.code, error.syscall))
})()

// process.loadEnvFile sets what the environment does not have yet.
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'env-')))
const attempt = (file) => {
  try {
    process.loadEnvFile(file)
  } catch ({ code, message, syscall }) {
    console.log(code, message, syscall)
  }
}
attempt()
attempt('none.env')
attempt(5)
fs.writeFileSync('.env', 'GIVEN=file\nNEW=file\n# NOT=this\nQUOTED="two\\nlines"\n')
process.env.GIVEN = 'before'
attempt()
console.log(process.env.GIVEN, process.env.NEW, process.env.NOT, process.env.QUOTED)
fs.writeFileSync('other.env', 'NEW=other\nOTHER = spaced # comment\n')
attempt('other.env')
console.log(process.env.NEW, process.env.OTHER)

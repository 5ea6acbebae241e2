// An error of fs that nobody catches.
const fs = require('fs')
require('../support/scratch-folder.cjs')

console.log('before')
setTimeout(() => fs.readFileSync('/nope/file.txt'), 1)
